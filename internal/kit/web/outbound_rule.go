package web

import (
	"net/netip"

	"voronka/internal/kit/errs"
)

// network is a range with the reason it is shut. Private ones can be opened together.
type network struct {
	prefix  netip.Prefix
	rule    networkRule
	private bool
}

// networkRule is why an address is shut.
type networkRule int

const (
	ruleNone networkRule = iota
	ruleLoopback
	rulePrivate
	ruleCarrier
	ruleLinkLocal
	ruleMulticast
	ruleReserved
)

// refuse names the address and the rule.
func (r networkRule) refuse(addr string) error {
	switch r {
	case ruleLoopback:
		return errs.Forbidden("%s is this server itself, requests to it must be allowed by the administrator", addr)
	case rulePrivate:
		return errs.Forbidden("%s is in a private network, requests to it must be allowed by the administrator", addr)
	case ruleCarrier:
		return errs.Forbidden("%s is in the inner network of a provider, requests to it must be allowed by the administrator", addr)
	case ruleLinkLocal:
		return errs.Forbidden("%s is a link-local or cloud service address, requests do not go there", addr)
	case ruleMulticast:
		return errs.Forbidden("%s is not the address of one machine, requests do not go there", addr)
	}
	return errs.Forbidden("%s is a reserved address, requests do not go there", addr)
}

// nat64 embeds an IPv4 address in its last four bytes; the rule is that of the embedded one.
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

// shut holds what is not the public internet (IANA special-purpose registries). The metadata services of clouds fall
// into link-local, private and carrier ranges.
var shut = []network{
	{netip.MustParsePrefix("127.0.0.0/8"), ruleLoopback, true},
	{netip.MustParsePrefix("::1/128"), ruleLoopback, true},
	{netip.MustParsePrefix("10.0.0.0/8"), rulePrivate, true},
	{netip.MustParsePrefix("172.16.0.0/12"), rulePrivate, true},
	{netip.MustParsePrefix("192.168.0.0/16"), rulePrivate, true},
	{netip.MustParsePrefix("fd00:ec2::/32"), ruleLinkLocal, false}, // the metadata service of AWS
	{netip.MustParsePrefix("fc00::/7"), rulePrivate, true},
	{netip.MustParsePrefix("100.100.100.200/32"), ruleLinkLocal, false}, // the metadata service of Alibaba
	{netip.MustParsePrefix("100.64.0.0/10"), ruleCarrier, true},
	{netip.MustParsePrefix("169.254.0.0/16"), ruleLinkLocal, false},
	{netip.MustParsePrefix("fe80::/10"), ruleLinkLocal, false},
	{netip.MustParsePrefix("224.0.0.0/4"), ruleMulticast, false},
	{netip.MustParsePrefix("255.255.255.255/32"), ruleMulticast, false},
	{netip.MustParsePrefix("ff00::/8"), ruleMulticast, false},
	{netip.MustParsePrefix("0.0.0.0/8"), ruleReserved, false},
	{netip.MustParsePrefix("192.0.0.0/24"), ruleReserved, false},
	{netip.MustParsePrefix("192.0.2.0/24"), ruleReserved, false},
	{netip.MustParsePrefix("192.88.99.0/24"), ruleReserved, false},
	{netip.MustParsePrefix("198.18.0.0/15"), ruleReserved, false},
	{netip.MustParsePrefix("198.51.100.0/24"), ruleReserved, false},
	{netip.MustParsePrefix("203.0.113.0/24"), ruleReserved, false},
	{netip.MustParsePrefix("240.0.0.0/4"), ruleReserved, false},
	{netip.MustParsePrefix("::/96"), ruleReserved, false},
	{netip.MustParsePrefix("64:ff9b:1::/48"), ruleReserved, false},
	{netip.MustParsePrefix("100::/64"), ruleReserved, false},
	{netip.MustParsePrefix("2001::/23"), ruleReserved, false}, // Teredo and other tunnels
	{netip.MustParsePrefix("2001:db8::/32"), ruleReserved, false},
	{netip.MustParsePrefix("2002::/16"), ruleReserved, false}, // 6to4 hides an IPv4 address
	{netip.MustParsePrefix("fec0::/10"), ruleReserved, false},
}

// ruleOf says why an address is shut, and whether it belongs to a private network. An open one has no rule.
func ruleOf(addr netip.Addr) (rule networkRule, private bool) {
	if nat64.Contains(addr) {
		b := addr.As16()
		return ruleOf(netip.AddrFrom4([4]byte(b[12:])))
	}
	for _, n := range shut {
		if n.prefix.Contains(addr) {
			return n.rule, n.private
		}
	}
	return ruleNone, false
}
