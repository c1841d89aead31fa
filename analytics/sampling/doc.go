// Package sampling plans, draws and evaluates audit samples, so that anyone can re-perform each of the three.
//
// It plans sample sizes from exact decimals, draws samples by ranking SHA-256 tickets (specification ASEL1: the sample
// depends on the seed, the scope and the keys, never on row order, file split or thread count), and evaluates results by
// the inversion of exact tests. Its statistics are checked against published tables by [Validate].
//
// It refuses, with a [fault.Fault] that gives the reason, what has no right answer: plans that no sample can meet, frames
// with NULL or duplicate keys, keys made of floating-point numbers, amounts that are not whole minor units, completed
// worksheets whose keys were changed. It opens no database, reads no clock, holds no random state and prints nothing.
//
// A sample of 59 shows, with 95 % confidence, that at most 5 % of a large population deviates, if no deviation is found:
//
//	conf, _ := sampling.ParseDecimal("0.95")
//	rate, _ := sampling.ParseDecimal("5%")
//	plan, _ := sampling.PlanAttributes(sampling.Attributes{Confidence: conf, Tolerable: rate})
//	// plan.Size == 59, plan.Risk == 0.0485, plan.RiskBefore == 0.0510
//	selection, _ := sampling.Select(ctx, sampling.Draw{
//		Method: sampling.SRS, Seed: "31415926535897932384", Scope: "AP-2024/approval", Size: plan.Size}, frame)
//	result, _ := sampling.EvaluateAttributes(sampling.AttributeSample{
//		Confidence: conf, Tolerable: rate, Size: plan.Size, Deviations: 0})
//	// result.Upper == 0.0495, which does not exceed 0.05
package sampling
