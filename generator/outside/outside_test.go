package outside

import (
	"net/netip"
	"testing"
)

func TestIsPublic(t *testing.T) {
	for _, a := range []string{"1.1.1.1", "114.114.114.114", "202.102.0.1", "2400:3200::1", "::ffff:1.1.1.1"} {
		if !IsPublic(netip.MustParseAddr(a)) {
			t.Errorf("%s is not public", a)
		}
	}
	for _, a := range []string{"127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "0.0.0.0", "0.1.2.3",
		"100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1",
		"::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "2001::1", "2001:db8::1"} {
		if IsPublic(netip.MustParseAddr(a)) {
			t.Errorf("%s is public", a)
		}
	}
}
