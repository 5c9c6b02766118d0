package sampler

import "math/bits"

// philox returns the 128 random bits of a counter under a key: Philox4x32 with
// ten rounds (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3",
// https://doi.org/10.1145/2063384.2063405).
func philox(counter [4]uint32, key [2]uint32) [4]uint32 {
	const (
		multiplier0 = 0xD2511F53
		multiplier1 = 0xCD9E8D57
		weyl0       = 0x9E3779B9 // golden ratio
		weyl1       = 0xBB67AE85 // sqrt(3) - 1
	)
	for range 10 {
		high0, low0 := bits.Mul32(multiplier0, counter[0])
		high1, low1 := bits.Mul32(multiplier1, counter[2])
		counter = [4]uint32{
			high1 ^ counter[1] ^ key[0], low1,
			high0 ^ counter[3] ^ key[1], low0,
		}
		key[0] += weyl0
		key[1] += weyl1
	}
	return counter
}
