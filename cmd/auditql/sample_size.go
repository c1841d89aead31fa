package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/sampling"
)

// sizing is what the auditor asks of a plan, as text; each method reads the fields that it names.
type sizing struct {
	method, confidence, tolerable, expected, population, law string
	book, precision, sd, strata, value, least                string
	audit, inherent, control, analytical                     string
	accept, critical, size                                   int64
}

// sizeMethod is a way to size a sample: the flags that it reads, and what it computes.
type sizeMethod struct {
	flags []string
	plan  func(a *app, q sizing) (planned, error)
	table func(a *app, q sizing) (sampling.Table, error) // nil: no planning table
}

var sizeMethods = map[string]sizeMethod{
	"attributes": {[]string{"confidence", "tolerable", "expected", "accept", "population", "distribution"}, (*app).planAttributes, (*app).tableAttributes},
	"discovery":  {[]string{"confidence", "population", "critical"}, (*app).planDiscovery, nil},
	"two-stage":  {[]string{"confidence", "tolerable", "population", "distribution"}, (*app).planStages, nil},
	"mus":        {[]string{"confidence", "book", "tolerable", "expected", "distribution"}, (*app).planMonetary, (*app).tableMonetary},
	"mean":       {[]string{"confidence", "population", "precision", "sd"}, (*app).planMean, nil},
	"allocation": {[]string{"n", "strata", "sd", "value", "least"}, (*app).planAllocation, nil},
	"risk":       {[]string{"audit-risk", "inherent-risk", "control-risk", "analytical-risk"}, (*app).planRisk, nil},
}

var sizeMethodNames = []string{"attributes", "discovery", "two-stage", "mus", "mean", "allocation", "risk"}

const sizeHelp = `Give the smallest sample that shows what is asked, with the risk at n and at n-1, the formula and its source. Rates and amounts
are exact decimals: 0.05, 5% or 1250.00. A plan that cannot be is refused with the reason.

Methods:
  attributes   how often a control deviates: by accept number, or by the expected rate; hypergeometric when the
               population is known, otherwise binomial, as in the AICPA tables A-1 and A-2
  discovery    to meet at least one of --critical items
  two-stage    stop-or-go: n items, and n more after exactly one deviation
  mus          monetary-unit sample: --book, --tolerable and --expected in currency; Poisson as in the AICPA table C-1,
               or --distribution hypergeometric, interpolated on whole units of currency
  mean         a mean to a precision, from a guessed standard deviation
  allocation   spread n over strata: proportional, with --sd by Neyman, with --value by value
  risk         the confidence that a test of details needs, from the audit risk model

--table prints the planning table of attributes or mus: expected in rows, tolerable in columns.`

func (a *app) sampleSizeCommand() *cobra.Command {
	var format string
	var asTable bool
	var q sizing
	cmd := &cobra.Command{
		Use:   "size",
		Short: "Plan a sample: how many items, and what that shows",
		Long:  sizeHelp,
		Example: `  auditql sample size --tolerable 5%
  auditql sample size --tolerable 5% --expected 1% --population iam-dormant
  auditql sample size --tolerable 10% --accept 1 --population 1200 --confidence 0.90
  auditql sample size --tolerable 5% --table
  auditql sample size --method discovery --population 1200 --critical 6
  auditql sample size --method mus --book 1000000 --tolerable 50000 --expected 5000
  auditql sample size --method mean --population 1000 --sd 25 --precision 4
  auditql sample size --method allocation --n 60 --strata A=1000,B=200 --sd A=1.2,B=8
  auditql sample size --method risk --audit-risk 0.05 --control-risk 0.5 --analytical-risk 0.3`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			m, err := methodOf(cmd.Flags(), q.method)
			if err != nil {
				return err
			}
			if asTable {
				return a.sizeTable(m, q, format)
			}
			p, err := m.plan(a, q)
			if err != nil {
				return asked(err)
			}
			return a.printPlan(p, format)
		},
	}
	sizeFlags(cmd.Flags(), &q)
	cmd.Flags().BoolVar(&asTable, "table", false, "print the planning table; --expected and --tolerable may be lists")
	_ = cmd.RegisterFlagCompletionFunc("population", a.completeTests)
	_ = cmd.RegisterFlagCompletionFunc("method", cobra.FixedCompletions(sizeMethodNames, cobra.ShellCompDirectiveNoFileComp))
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func sizeFlags(f *pflag.FlagSet, q *sizing) {
	f.StringVar(&q.method, "method", "attributes", strings.Join(sizeMethodNames, ", "))
	f.StringVar(&q.confidence, "confidence", "0.95", "confidence level; 1 minus it is the risk of accepting what is just intolerable")
	f.StringVar(&q.tolerable, "tolerable", "", "tolerable deviation rate, such as 5%; of mus: tolerable misstatement in currency")
	f.StringVar(&q.expected, "expected", "", "expected deviation rate, from which the accept number follows; of mus: expected misstatement")
	f.Int64Var(&q.accept, "accept", 0, "accept number: deviations up to which reliance is supported")
	f.StringVar(&q.population, "population", "", "number of items, or a test whose population of the last run it is")
	f.StringVar(&q.law, "distribution", "", "hypergeometric, binomial or poisson (default: by what is known; of mus: poisson)")
	f.Int64Var(&q.critical, "critical", 0, "discovery: if there are this many, at least one shall be met")
	f.StringVar(&q.book, "book", "", "mus: book value of the frame")
	f.StringVar(&q.precision, "precision", "", "mean: half the width of the interval of the mean")
	f.StringVar(&q.sd, "sd", "", "mean: standard deviation; allocation: one for each stratum, as A=1.2,B=8")
	f.Int64Var(&q.size, "n", 0, "allocation: items of all strata together")
	f.StringVar(&q.strata, "strata", "", "allocation: items of each stratum, as A=1000,B=200")
	f.StringVar(&q.value, "value", "", "allocation: book value of each stratum, as A=90000,B=500000")
	f.StringVar(&q.least, "least", "", "allocation: fewest items of a stratum (default 2)")
	f.StringVar(&q.audit, "audit-risk", "", "risk: the risk to be reached")
	f.StringVar(&q.inherent, "inherent-risk", "", "risk: inherent risk (default 1)")
	f.StringVar(&q.control, "control-risk", "", "risk: control risk (default 1)")
	f.StringVar(&q.analytical, "analytical-risk", "", "risk: risk that other procedures miss it (default 1)")
}

// methodOf finds the method, and refuses flags that it would not look at.
func methodOf(f *pflag.FlagSet, name string) (m sizeMethod, err error) {
	m, known := sizeMethods[name]
	if !known {
		return m, fault.New(fault.Usage, "--method %s, expected one of %s", name, strings.Join(sizeMethodNames, ", "))
	}
	every := []string{"method", "table", "format", "dir"}
	f.Visit(func(flag *pflag.Flag) {
		if err == nil && !slices.Contains(m.flags, flag.Name) && !slices.Contains(every, flag.Name) {
			err = fault.New(fault.Usage, "--%s is not part of --method %s, which takes --%s", flag.Name, name, strings.Join(m.flags, ", --"))
		}
	})
	return m, err
}

// asked makes the refusal of a plan a wrong question: nothing was wrong with any evidence.
func asked(err error) error {
	if fault.KindOf(err) != fault.Refused {
		return err
	}
	return fault.New(fault.Usage, "%w", err).Hint("%s", fault.HintOf(err))
}

// decimal reads a number of the command line; an empty one is not given.
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

// populationSize reads a number of items, or takes that of a test in the last run with it.
func (a *app) populationSize(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		if n < 1 {
			return 0, fault.New(fault.Usage, "--population %d, expected 1 item or more, or a test", n)
		}
		return n, nil
	}
	e, err := engagement.Find(a.dir)
	if err != nil {
		return 0, err
	}
	run, err := a.runOf(e, "", text)
	if err != nil {
		return 0, err
	}
	t, err := performed(run, text)
	if err != nil {
		return 0, err
	}
	return t.Population.Count, nil
}
