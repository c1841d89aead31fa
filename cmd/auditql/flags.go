package main

import (
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// addFlagList gives the help texts, of which the library has one set for the whole process, the list of flags.
var addFlagList = sync.OnceFunc(func() { cobra.AddTemplateFunc("flagList", flagList) })

// plainFlags makes help list a flag that is on or off by its name alone.
func plainFlags(root *cobra.Command) {
	addFlagList()
	list := strings.NewReplacer(".LocalFlags.FlagUsages", "flagList .LocalFlags", ".InheritedFlags.FlagUsages", "flagList .InheritedFlags")
	root.SetUsageTemplate(list.Replace(root.UsageTemplate()))
}

// plainType has words for what a flag takes, where pflag has names of Go.
var plainType = strings.NewReplacer(" stringToString", " NAME=VALUE", " stringArray", " string", " strings", " list")

// flagList lists flags with what they mean, the meanings below each other.
func flagList(f *pflag.FlagSet) string {
	const onOff = "[=true|false]"
	var heads, tails []string
	widest := 0
	for line := range strings.Lines(f.FlagUsages()) {
		at := strings.Index(line, "--")
		end := at + strings.Index(line[max(at, 0):], "   ") // at least three blanks part a flag from what it means
		if at < 0 || end < at {
			heads, tails = append(heads, line), append(tails, "")
			continue
		}
		head := plainType.Replace(strings.TrimSuffix(line[:end], onOff))
		heads, tails = append(heads, head), append(tails, strings.Replace(strings.TrimLeft(line[end:], " "), " (default [])", "", 1))
		widest = max(widest, len(head))
	}
	var b strings.Builder
	for i, head := range heads {
		b.WriteString(head)
		if tails[i] != "" {
			b.WriteString(strings.Repeat(" ", widest-len(head)+3) + tails[i])
		}
	}
	return b.String()
}
