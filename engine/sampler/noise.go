package sampler

import "math"

// Noise returns n values of standard Gaussian noise that depend on nothing but
// seed, stream and their place: equal on every processor and with every
// compiler, for ever, and a longer noise begins with a shorter one. Streams of
// one seed are independent; give picture, sound and every later stage its own.
//
// Values 4b to 4b+3 come from Philox4x32-10 with the key (seed low, seed high)
// and the counter (b low, b high, stream low, stream high). Its four words
// become u = (word + 1/2)/2³², and each pair (u, w) becomes, by Box and Muller
// (1958), √(-2·ln u) · (cos 2πw, sin 2πw) in float64, rounded to float32. The
// largest possible magnitude is 6.8.
func Noise(seed, stream uint64, n int) []float32 {
	noise := make([]float32, n)
	FillNoise(noise, seed, stream)
	return noise
}

// FillNoise is Noise into dst.
func FillNoise(dst []float32, seed, stream uint64) {
	key := [2]uint32{uint32(seed), uint32(seed >> 32)}
	for i := 0; i < len(dst); i += 4 {
		block := uint64(i / 4)
		words := philox([4]uint32{
			uint32(block), uint32(block >> 32), uint32(stream), uint32(stream >> 32),
		}, key)
		var four [4]float32
		four[0], four[1] = boxMuller(words[0], words[1])
		four[2], four[3] = boxMuller(words[2], words[3])
		copy(dst[i:], four[:])
	}
}

func boxMuller(radial, angular uint32) (float32, float32) {
	u := (float64(radial) + 0.5) / (1 << 32)
	radius := math.Sqrt(-2 * naturalLog(u))
	sin, cos := sinCosTurn(angular)
	return float32(radius * cos), float32(radius * sin)
}

// naturalLog and sinCosTurn exist because math.Log, Sin and Cos are written in
// assembly on some processors and fused on others, and differ in the last bit.
// Sums, products, quotients and square roots are exact by IEEE 754, provided
// that nothing is fused, which the conversions see to.

// naturalLog returns ln u for u in (0, 1): ln m + e·ln 2 with u = m·2^e,
// 1/√2 ≤ m < √2, and ln m = 2·artanh s, s = (m-1)/(m+1), as its power series.
func naturalLog(u float64) float64 {
	m, e := math.Frexp(u)
	if m < math.Sqrt2/2 {
		m *= 2
		e--
	}
	s := (m - 1) / (m + 1)
	s2 := float64(s * s)
	series := 0.0
	for k := 21; k >= 3; k -= 2 { // s² < 0.0295: the next term is below 1e-17
		series = float64(series*s2) + 1/float64(k)
	}
	series = float64(series * s2)
	log := float64(2*s) + float64(2*s*series)
	return log + float64(float64(e)*math.Ln2)
}

// sinCosTurn returns the sine and cosine of (word + 1/2)/2³² turns: the two top
// bits of the angle's nearest quarter turn pick the quadrant, the rest, at most
// an eighth of a turn, goes through the Taylor series.
func sinCosTurn(word uint32) (sin, cos float64) {
	quarter := (word + 1<<29) >> 30 // wraps to 0 in the last eighth
	offset := int32(word - quarter<<30)
	x := float64((float64(offset) + 0.5) / (1 << 32) * (2 * math.Pi))
	x2 := float64(x * x)
	s, c := 0.0, 0.0
	for k := 17; k >= 3; k -= 2 { // x < 0.786: the next terms are below 1e-16
		s = float64((1+s)*x2) / float64(-k*(k-1))
		c = float64((1+c)*x2) / float64(-(k-1)*(k-2))
	}
	s, c = x+float64(x*s), 1+c
	switch quarter {
	case 0:
		return s, c
	case 1:
		return c, -s
	case 2:
		return -s, -c
	}
	return -c, s
}
