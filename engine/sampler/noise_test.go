package sampler

import (
	"hash/fnv"
	"math"
	"slices"
	"testing"
)

// The known answers of the generator's authors (Random123, kat_vectors).
func TestPhiloxKnownAnswers(t *testing.T) {
	tests := []struct {
		counter [4]uint32
		key     [2]uint32
		want    [4]uint32
	}{
		{want: [4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{
			[4]uint32{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
			[2]uint32{0xffffffff, 0xffffffff},
			[4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
		},
		{
			[4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
			[2]uint32{0xa4093822, 0x299f31d0},
			[4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
		},
	}
	for _, test := range tests {
		if got := philox(test.counter, test.key); got != test.want {
			t.Errorf("%x: %x, want %x", test.counter, got, test.want)
		}
	}
}

// These bits must never change: recipes name their noise by seed alone.
func TestNoiseIsFixedForEver(t *testing.T) {
	first := Noise(42, 7, 6)
	bits := make([]uint32, len(first))
	for i, v := range first {
		bits[i] = math.Float32bits(v)
	}
	if want := []uint32{0x3f8856dd, 0xbf51494d, 0xbf289034, 0x3f9101bf, 0xbea841a0, 0x3ea7c2c6}; !slices.Equal(bits, want) {
		t.Errorf("bits %#x", bits)
	}
	hash := fnv.New64a()
	for _, v := range Noise(1<<63|12345, 1<<40|9, 1_000_003) {
		b := math.Float32bits(v)
		_, _ = hash.Write([]byte{byte(b), byte(b >> 8), byte(b >> 16), byte(b >> 24)})
	}
	if got, want := hash.Sum64(), uint64(0x9c2ea457918b4c62); got != want {
		t.Errorf("hash %#x", got)
	}
}

func TestNoiseMoments(t *testing.T) {
	const n = 4_000_000
	var moments [5]float64
	var lag, pair, beyond3 float64
	noise, second := Noise(5, 0, n), Noise(5, 1, n)
	for i, v := range noise {
		x := float64(v)
		for k := 1; k <= 4; k++ {
			moments[k] += math.Pow(x, float64(k)) / n
		}
		lag += x * float64(noise[(i+1)%n]) / n
		pair += x * float64(second[i]) / n
		if math.Abs(x) > 3 {
			beyond3 += 1.0 / n
		}
	}
	// Five standard errors of each statistic.
	for _, check := range []struct {
		name             string
		got, want, error float64
	}{
		{"mean", moments[1], 0, 1},
		{"variance", moments[2], 1, math.Sqrt2},
		{"third moment", moments[3], 0, math.Sqrt(15)},
		{"fourth moment", moments[4], 3, math.Sqrt(96)},
		{"neighbours", lag, 0, 1},
		{"streams", pair, 0, 1},
		{"beyond three deviations", beyond3, 0.0026998, 0.052},
	} {
		if math.Abs(check.got-check.want) > 5*check.error/math.Sqrt(n) {
			t.Errorf("%s: %v, want %v", check.name, check.got, check.want)
		}
	}
}

func TestNoiseDependsOnSeedStreamAndPlaceOnly(t *testing.T) {
	long := Noise(9, 3, 1001)
	for _, n := range []int{0, 1, 3, 4, 5, 1000} {
		if !slices.Equal(Noise(9, 3, n), long[:n]) {
			t.Errorf("noise of %d values is not the beginning of a longer one", n)
		}
	}
	for _, other := range [][2]uint64{{10, 3}, {9, 4}, {9 + 1<<32, 3}, {9, 3 + 1<<32}, {3, 9}} {
		same := 0
		for i, v := range Noise(other[0], other[1], len(long)) {
			if v == long[i] {
				same++
			}
		}
		if same > 2 {
			t.Errorf("seed %d stream %d shares %d values", other[0], other[1], same)
		}
	}
}

func TestElementaryFunctions(t *testing.T) {
	for i := range 100_000 {
		words := philox([4]uint32{uint32(i)}, [2]uint32{1})
		u := (float64(words[0]) + 0.5) / (1 << 32)
		if got, want := naturalLog(u), math.Log(u); math.Abs(got-want) > 4e-16*math.Abs(want) {
			t.Fatalf("ln %v = %v, want %v", u, got, want)
		}
		angle := (float64(words[1]) + 0.5) / (1 << 32) * 2 * math.Pi
		sin, cos := sinCosTurn(words[1])
		// The reference's own angle carries an error of 4e-16.
		if math.Abs(sin-math.Sin(angle)) > 1e-15 || math.Abs(cos-math.Cos(angle)) > 1e-15 {
			t.Fatalf("angle %v: %v %v", angle, sin, cos)
		}
	}
	for _, word := range []uint32{0, 1 << 29, 1<<29 - 1, 1 << 30, 1 << 31, 3 << 30, 7 << 29, math.MaxUint32} {
		sin, cos := sinCosTurn(word)
		if math.Abs(sin*sin+cos*cos-1) > 1e-15 {
			t.Errorf("word %#x: %v %v", word, sin, cos)
		}
	}
}

func BenchmarkNoise(b *testing.B) {
	dst := make([]float32, 1<<16)
	b.SetBytes(int64(4 * len(dst)))
	for b.Loop() {
		FillNoise(dst, 1, 2)
	}
}
