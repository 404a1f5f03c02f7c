package main

import (
	"net/netip"
	"strings"
)

// HookSettings is where systems of municipalities may be called.
type HookSettings struct {
	HookNetworks []string `name:"webhook-networks" env:"WEBHOOK_NETWORKS" placeholder:"NETWORK" help:"Private networks, such as 10.20.0.0/16, in which systems of municipalities may be called; with commas between. Others are called on the public internet only."`
}

func (s *HookSettings) check(found *mistakes) {
	for _, text := range s.HookNetworks {
		if _, err := netip.ParsePrefix(strings.TrimSpace(text)); err != nil && text != "" {
			found.add("WEBHOOK_NETWORKS", "%q is not a network such as 10.20.0.0/16", text)
		}
	}
}

// networks gives those in which systems of municipalities may be called.
func (s *HookSettings) networks() (list []netip.Prefix) {
	for _, text := range s.HookNetworks {
		if network, err := netip.ParsePrefix(strings.TrimSpace(text)); err == nil {
			list = append(list, network)
		}
	}
	return list
}
