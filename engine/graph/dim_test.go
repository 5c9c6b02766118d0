package graph

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// at evaluates an extent for given sizes.
func (d Dim) at(sizes map[string]int64) int64 {
	sum := int64(0)
	for _, t := range d.terms {
		product := t.coef
		if t.syms != "" {
			for _, s := range strings.Split(t.syms, "*") {
				product *= sizes[s]
			}
		}
		sum += product
	}
	return sum
}

// formula is an extent with what it has to be for given sizes.
type formula struct {
	dim  Dim
	want func(map[string]int64) int64
}

func formulas() *rapid.Generator[formula] {
	leaf := rapid.Custom(func(t *rapid.T) formula {
		if rapid.Bool().Draw(t, "named") {
			name := rapid.SampledFrom([]string{"frames", "height", "w"}).Draw(t, "name")
			return formula{Sym(name), func(sizes map[string]int64) int64 { return sizes[name] }}
		}
		n := rapid.Int64Range(-9, 9).Draw(t, "n")
		return formula{N(n), func(map[string]int64) int64 { return n }}
	})
	var tree func(depth int) *rapid.Generator[formula]
	tree = func(depth int) *rapid.Generator[formula] {
		if depth == 0 {
			return leaf
		}
		return rapid.Custom(func(t *rapid.T) formula {
			a, b := tree(depth-1).Draw(t, "a"), tree(depth-1).Draw(t, "b")
			switch rapid.IntRange(0, 3).Draw(t, "operation") {
			case 0:
				return formula{a.dim.Add(b.dim), func(s map[string]int64) int64 { return a.want(s) + b.want(s) }}
			case 1:
				return formula{a.dim.Sub(b.dim), func(s map[string]int64) int64 { return a.want(s) - b.want(s) }}
			case 2:
				return formula{a.dim.Mul(b.dim), func(s map[string]int64) int64 { return a.want(s) * b.want(s) }}
			}
			return a
		})
	}
	return tree(4)
}

func drawSizes(t *rapid.T) map[string]int64 {
	size := rapid.Int64Range(-7, 7)
	return map[string]int64{"frames": size.Draw(t, "frames"), "height": size.Draw(t, "height"), "w": size.Draw(t, "w")}
}

// TestDimEqualsNumbers compares sums, differences and products of extents with
// the same operations on numbers.
func TestDimEqualsNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, sizes := formulas().Draw(t, "formula"), drawSizes(t)
		if got, want := f.dim.at(sizes), f.want(sizes); got != want {
			t.Fatalf("%s is %d for %v, not %d", f.dim, got, sizes, want)
		}
		if n, ok := f.dim.Const(); ok && n != f.want(sizes) {
			t.Fatalf("%s is known to be %d, but is %d", f.dim, n, f.want(sizes))
		}
		for i, term := range f.dim.terms {
			if term.coef == 0 || i > 0 && f.dim.terms[i-1].syms >= term.syms {
				t.Fatalf("%s is not in its normal form", f.dim)
			}
		}
	})
}

func TestDimLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := formulas()
		a, b, c := f.Draw(t, "a").dim, f.Draw(t, "b").dim, f.Draw(t, "c").dim
		for law, pair := range map[string][2]Dim{
			"a+b = b+a":         {a.Add(b), b.Add(a)},
			"a·b = b·a":         {a.Mul(b), b.Mul(a)},
			"a·(b+c) = a·b+a·c": {a.Mul(b.Add(c)), a.Mul(b).Add(a.Mul(c))},
			"(a·b)·c = a·(b·c)": {a.Mul(b).Mul(c), a.Mul(b.Mul(c))},
			"a-b+b = a":         {a.Sub(b).Add(b), a},
			"a-a = 0":           {a.Sub(a), N(0)},
		} {
			if !pair[0].Equal(pair[1]) {
				t.Fatalf("%s does not hold: %s and %s", law, pair[0], pair[1])
			}
		}
		if sizes := drawSizes(t); a.Equal(b) != a.Sub(b).Equal(N(0)) || a.Equal(b) && a.at(sizes) != b.at(sizes) {
			t.Fatalf("%s and %s: equality and difference disagree", a, b)
		}
	})
}

func TestDimDivides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, n, sizes := formulas().Draw(t, "formula"), rapid.Int64Range(1, 6).Draw(t, "n"), drawSizes(t)
		if q, ok := f.dim.Mul(N(n)).Div(n); !ok || !q.Equal(f.dim) {
			t.Fatalf("%d·(%s)/%d is %s", n, f.dim, n, q)
		}
		if q, ok := f.dim.Div(n); ok && q.at(sizes)*n != f.dim.at(sizes) {
			t.Fatalf("(%s)/%d is %s", f.dim, n, q)
		}
		floor := f.dim.floorDiv(n)
		if c, ok := f.dim.Const(); ok {
			want := int64(math.Floor(float64(c) / float64(n)))
			if got, known := floor.Const(); !known || got != want {
				t.Fatalf("floor(%d/%d) is %s", c, n, floor)
			}
		}
		if !floor.Equal(f.dim.floorDiv(n)) {
			t.Fatalf("floor((%s)/%d) differs from itself", f.dim, n)
		}
	})
	if _, ok := N(4).Div(0); ok {
		t.Error("4 was divided by 0")
	}
}

func TestDimString(t *testing.T) {
	for want, d := range map[string]Dim{
		"0": {}, "-3": N(-3), "tokens": Sym("tokens"), "1+2*h*w": Sym("w").Mul(Sym("h")).Mul(N(2)).Add(N(1)),
		"-1*h+w": Sym("w").Sub(Sym("h")), "[2, tokens]": {},
	} {
		if strings.HasPrefix(want, "[") {
			if got := Dims(2, "tokens").String(); got != want {
				t.Errorf("got %s, not %s", got, want)
			}
		} else if d.String() != want {
			t.Errorf("got %s, not %s", d, want)
		}
	}
}

func TestBroadcast(t *testing.T) {
	for _, c := range []struct{ a, b, want Shape }{
		{Dims(2, 3), Dims(3), Dims(2, 3)},
		{Dims(2, 1), Dims(1, "n"), Dims(2, "n")},
		{Dims(), Dims("n", 4), Dims("n", 4)},
		{Dims("n", 4), Dims("n", 4), Dims("n", 4)},
		{Dims(2, 3), Dims(2), nil},
		{Dims("n"), Dims("m"), nil},
		{Dims("n"), Dims(3), nil},
	} {
		got, ok := broadcast(c.a, c.b)
		back, okBack := broadcast(c.b, c.a)
		if ok != (c.want != nil) || okBack != ok || ok && (!got.Equal(c.want) || !back.Equal(c.want)) {
			t.Errorf("%s and %s gave %s, %s, %v", c.a, c.b, got, back, ok)
		}
	}
}
