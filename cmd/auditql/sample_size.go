package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/report"
	"auditql/analytics/sampling"
)

func (a *app) sampleSizeCommand() *cobra.Command {
	var format, confidence, tolerable, expected, population, law string
	var accept int64
	cmd := &cobra.Command{
		Use:   "size",
		Short: "Size an attribute sample",
		Long: `Give the smallest sample that supports reliance when at most the accept number of items deviate: hypergeometric when the
population is known, otherwise binomial. Rates are exact decimals. A plan that cannot be is refused with the reason.`,
		Example: `  auditql sample size --confidence 0.95 --tolerable 0.05
  auditql sample size --confidence 0.95 --tolerable 0.05 --expected 0.01 --population 1200
  auditql sample size --confidence 0.90 --tolerable 0.10 --accept 1 --population cicd-unreviewed-merge
  auditql sample size --confidence 0.95 --tolerable 0.05 --distribution poisson`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			plan := sampling.Attributes{Distribution: sampling.Distribution(law), Accept: accept}
			for _, d := range []struct {
				name, text string
				to         *sampling.Decimal
			}{{"confidence", confidence, &plan.Confidence}, {"tolerable", tolerable, &plan.Tolerable}, {"expected", expected, &plan.Expected}} {
				var err error
				if *d.to, err = decimal(d.name, d.text); err != nil {
					return err
				}
			}
			var err error
			if plan.Population, err = a.populationSize(population); err != nil {
				return err
			}
			got, err := sampling.PlanAttributes(plan)
			if err != nil {
				return err
			}
			return a.printPlan(got, format)
		},
	}
	f := cmd.Flags()
	f.StringVar(&confidence, "confidence", "0.95", "confidence level; 1 minus it is the risk of accepting a population that deviates at the tolerable rate")
	f.StringVar(&tolerable, "tolerable", "", "tolerable deviation rate, such as 0.05 or 5% (required)")
	f.StringVar(&expected, "expected", "", "expected deviation rate; the accept number follows from it")
	f.Int64Var(&accept, "accept", 0, "accept number: deviations up to which reliance is supported")
	f.StringVar(&population, "population", "", "number of items, or a test whose population of the last run it is")
	f.StringVar(&law, "distribution", "", "hypergeometric, binomial or poisson (default: by what is known)")
	_ = cmd.MarkFlagRequired("tolerable")
	_ = cmd.RegisterFlagCompletionFunc("population", a.completeTests)
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

// decimal reads a rate of the command line; an empty one is not given.
func decimal(flag, text string) (sampling.Decimal, error) {
	if text == "" {
		return sampling.Decimal{}, nil
	}
	d, err := sampling.ParseDecimal(text)
	if err != nil {
		return d, fault.New(fault.Usage, "--%s: %w", flag, err)
	}
	return d, nil
}

// populationSize reads a number of items, or takes that of a test in the last run.
func (a *app) populationSize(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n > 0 {
		return n, nil
	}
	e, err := engagement.Find(a.dir)
	if err != nil {
		return 0, err
	}
	run, err := readRun(e, "")
	if err != nil {
		return 0, err
	}
	t, err := performed(run, text)
	if err != nil {
		return 0, err
	}
	return t.Population.Count, nil
}

func (a *app) printPlan(p sampling.Plan, format string) error {
	if format == "json" {
		return a.printJSON(p)
	}
	population := "unknown"
	if p.Population > 0 {
		population = report.Count(p.Population)
	}
	fmt.Fprintf(a.out, "n = %s items, accept number %d (%s, population %s, confidence %s, tolerable rate %s)\n",
		report.Count(p.Size), p.Accept, p.Distribution, population, p.Confidence, p.Tolerable)
	fmt.Fprintf(a.out, "risk %.6f at n, %.6f at n-1\n%s\n%s\n", p.Risk, p.RiskBefore, p.Formula, p.Source)
	for _, n := range p.Notes {
		fmt.Fprintln(a.out, n)
	}
	return nil
}
