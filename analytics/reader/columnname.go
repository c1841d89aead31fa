package reader

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"auditql/analytics/contract"
	"auditql/analytics/sqlfile"
)

// columnName brings a header to lower-case letters without accents, digits and underscores, and a letter first. It is
// empty when nothing is left.
func columnName(header string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ReplaceAll(header, "ß", "ss")) {
		switch r = unicode.ToLower(r); {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	name := strings.Trim(b.String(), "_")
	if name != "" && name[0] <= '9' {
		name = "c_" + name
	}
	if len(name) > 60 {
		name = strings.TrimRight(name[:60], "_")
	}
	return name
}

func contractField(key string, f contract.Field) sqlfile.Pair[contract.Field] {
	return sqlfile.Pair[contract.Field]{Key: key, Value: f}
}
