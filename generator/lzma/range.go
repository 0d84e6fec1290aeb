package lzma

// A rangeCoder writes bits of which the likely ones take less than a bit.
type rangeCoder struct {
	low     uint64
	width   uint32
	pending int  // bytes of 0xff that a carry may turn, and the one before them
	before  byte // that one
	out     []byte
}

func newRangeCoder() rangeCoder { return rangeCoder{width: 0xffffffff, pending: 1} }

// bit writes a bit and adapts its probability.
func (c *rangeCoder) bit(p *prob, bit int) {
	bound := c.width >> probBits * uint32(*p)
	if bit == 0 {
		c.width = bound
		*p += (1<<probBits - *p) >> adaptRate
	} else {
		c.low += uint64(bound)
		c.width -= bound
		*p -= *p >> adaptRate
	}
	for c.width < 1<<24 {
		c.width <<= 8
		c.shift()
	}
}

// direct writes the lowest n bits of v, each as likely as not.
func (c *rangeCoder) direct(v uint32, n int) {
	for n--; n >= 0; n-- {
		c.width >>= 1
		if v>>n&1 == 1 {
			c.low += uint64(c.width)
		}
		for c.width < 1<<24 {
			c.width <<= 8
			c.shift()
		}
	}
}

// tree writes the lowest n bits of v, the highest first, each by those before.
func (c *rangeCoder) tree(p []prob, v, n int) {
	m := 1
	for n--; n >= 0; n-- {
		b := v >> n & 1
		c.bit(&p[m], b)
		m = m<<1 | b
	}
}

// reversed does so with the lowest first.
func (c *rangeCoder) reversed(p []prob, v, n int) {
	m := 1
	for range n {
		c.bit(&p[m], v&1)
		m, v = m<<1|v&1, v>>1
	}
}

func (c *rangeCoder) shift() {
	if c.low < 0xff000000 || c.low > 0xffffffff {
		carry := byte(c.low >> 32)
		for ; c.pending > 0; c.pending-- {
			c.out = append(c.out, c.before+carry)
			c.before = 0xff
		}
		c.before = byte(c.low >> 24)
	}
	c.pending++
	c.low = c.low & 0x00ffffff << 8
}

// finish writes what is left.
func (c *rangeCoder) finish() {
	for range 5 {
		c.shift()
	}
}
