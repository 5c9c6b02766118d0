package media

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Rate is a number of frames a second as a fraction: {24, 1}, {30000, 1001}.
type Rate struct{ Num, Den int64 }

// Valid reports whether both members are positive.
func (r Rate) Valid() bool { return r.Num > 0 && r.Den > 0 }

// String returns "24" or "24000/1001".
func (r Rate) String() string {
	if r.Den == 1 {
		return strconv.FormatInt(r.Num, 10)
	}
	return fmt.Sprintf("%d/%d", r.Num, r.Den)
}

// Reduced returns the rate in lowest terms.
func (r Rate) Reduced() Rate {
	if !r.Valid() {
		return r
	}
	q := big.NewRat(r.Num, r.Den)
	return Rate{q.Num().Int64(), q.Denom().Int64()}
}

// SamplesFor returns the number of sound samples a channel that last as long as
// frames do, rounded to nearest.
func (r Rate) SamplesFor(frames int64, sampleRate int) int64 {
	seconds := new(big.Rat).Mul(new(big.Rat).SetInt64(frames), big.NewRat(r.Den, r.Num))
	return roundRat(seconds.Mul(seconds, new(big.Rat).SetInt64(int64(sampleRate))))
}

// ParseRate reads "24" or "24000/1001". It fails with ErrBadInput.
func ParseRate(text string) (Rate, error) {
	num, den, fraction := strings.Cut(text, "/")
	if !fraction {
		den = "1"
	}
	n, err1 := strconv.ParseInt(num, 10, 64)
	d, err2 := strconv.ParseInt(den, 10, 64)
	if r := (Rate{n, d}); err1 == nil && err2 == nil && r.Valid() {
		return r.Reduced(), nil
	}
	return Rate{}, bad("write it as 24 or 24000/1001", "%q is not a frame rate", text)
}

// roundRat rounds a value that is not negative to the nearest whole number.
func roundRat(r *big.Rat) int64 {
	twice := new(big.Int).Lsh(r.Num(), 1)
	twice.Add(twice, r.Denom())
	return twice.Quo(twice, new(big.Int).Lsh(r.Denom(), 1)).Int64()
}
