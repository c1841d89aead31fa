package engine

import (
	"encoding/hex"
	"net/netip"
	"strings"
)

// network reads an address or a network of either family: 10.0.0.7, 10.0.0.0/8, 2001:db8::/32. Bits beyond the prefix
// count for nothing. An IPv4 address written as IPv6 is the IPv4 address.
func network(text string) (netip.Prefix, bool) {
	text = strings.TrimSpace(text)
	if p, err := netip.ParsePrefix(text); err == nil {
		if p.Addr().Is4In6() {
			if p.Bits() < 96 {
				return netip.Prefix{}, false
			}
			p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
		}
		return p.Masked(), true
	}
	a, err := netip.ParseAddr(text)
	if err != nil || a.Zone() != "" {
		return netip.Prefix{}, false
	}
	a = a.Unmap()
	return netip.PrefixFrom(a, a.BitLen()), true
}

// sortable writes an address so that the order of texts is the order of addresses, family by family.
func sortable(a netip.Addr) string {
	family := "6:"
	if a.Is4() {
		family = "4:"
	}
	return family + hex.EncodeToString(a.AsSlice())
}

func cidrLow(text string) (string, bool) {
	p, ok := network(text)
	if !ok {
		return "", false
	}
	return sortable(p.Addr()), true
}

func cidrHigh(text string) (string, bool) {
	p, ok := network(text)
	if !ok {
		return "", false
	}
	b := p.Addr().AsSlice()
	for i := range b {
		if keep := p.Bits() - 8*i; keep < 8 {
			b[i] |= 0xff >> max(keep, 0)
		}
	}
	high, _ := netip.AddrFromSlice(b)
	return sortable(high), true
}

// cidrContains says whether every address of inner is one of outer.
func cidrContains(outer, inner string) (contains, ok bool) {
	o, okO := network(outer)
	i, okI := network(inner)
	return okO && okI && o.Bits() <= i.Bits() && o.Contains(i.Addr()), okO && okI
}
