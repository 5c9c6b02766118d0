package graph

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// Dim is one extent of a shape: a polynomial with whole coefficients over named
// sizes, such as 4, tokens, or 2*height+1. Two extents are equal when their
// polynomials are, so a shape can be checked before any size is known.
type Dim struct {
	terms []term // sorted by symbols; no zero coefficients
}

type term struct {
	coef int64
	syms string // factors joined by *, sorted; empty for the constant
}

// N returns a known extent.
func N(n int64) Dim {
	if n == 0 {
		return Dim{}
	}
	return Dim{[]term{{coef: n}}}
}

// Sym returns a named extent that is known only when the graph runs.
func Sym(name string) Dim { return Dim{[]term{{coef: 1, syms: name}}} }

func collect(sum map[string]int64) Dim {
	var d Dim
	for syms, coef := range sum {
		if coef != 0 {
			d.terms = append(d.terms, term{coef, syms})
		}
	}
	sort.Slice(d.terms, func(i, j int) bool { return d.terms[i].syms < d.terms[j].syms })
	return d
}

// Add returns d + e.
func (d Dim) Add(e Dim) Dim {
	sum := map[string]int64{}
	for _, t := range append(append([]term{}, d.terms...), e.terms...) {
		sum[t.syms] += t.coef
	}
	return collect(sum)
}

// Sub returns d - e.
func (d Dim) Sub(e Dim) Dim { return d.Add(e.Mul(N(-1))) }

// Mul returns d * e.
func (d Dim) Mul(e Dim) Dim {
	sum := map[string]int64{}
	for _, a := range d.terms {
		for _, b := range e.terms {
			sum[joinFactors(a.syms, b.syms)] += a.coef * b.coef
		}
	}
	return collect(sum)
}

func joinFactors(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	factors := append(strings.Split(a, "*"), strings.Split(b, "*")...)
	sort.Strings(factors)
	return strings.Join(factors, "*")
}

// Div returns d / n and whether every coefficient is a multiple of n.
func (d Dim) Div(n int64) (Dim, bool) {
	var out Dim
	for _, t := range d.terms {
		if n == 0 || t.coef%n != 0 {
			return Dim{}, false
		}
		out.terms = append(out.terms, term{t.coef / n, t.syms})
	}
	return out, true
}

// floorDiv returns floor(d/n), as a new named size where it is not exact.
func (d Dim) floorDiv(n int64) Dim {
	if c, ok := d.Const(); ok {
		q := c / n
		if c%n < 0 {
			q--
		}
		return N(q)
	}
	if q, ok := d.Div(n); ok {
		return q
	}
	return Sym(fmt.Sprintf("floor((%s)/%d)", strings.ReplaceAll(d.String(), "*", "·"), n))
}

// Const returns the extent where it is known.
func (d Dim) Const() (int64, bool) {
	switch {
	case len(d.terms) == 0:
		return 0, true
	case len(d.terms) == 1 && d.terms[0].syms == "":
		return d.terms[0].coef, true
	}
	return 0, false
}

// Equal reports whether both extents are the same for all sizes.
func (d Dim) Equal(e Dim) bool { return d.String() == e.String() }

func (d Dim) String() string {
	if len(d.terms) == 0 {
		return "0"
	}
	var b strings.Builder
	for i, t := range d.terms {
		if i > 0 && t.coef >= 0 {
			b.WriteByte('+')
		}
		switch {
		case t.syms == "":
			b.WriteString(strconv.FormatInt(t.coef, 10))
		case t.coef == 1:
			b.WriteString(t.syms)
		default:
			fmt.Fprintf(&b, "%d*%s", t.coef, t.syms)
		}
	}
	return b.String()
}

// Shape is the extents of a value, outermost first.
type Shape []Dim

// Dims builds a shape from int, int64, string (a named size) and Dim.
func Dims(extents ...any) Shape {
	shape := make(Shape, len(extents))
	for i, e := range extents {
		switch v := e.(type) {
		case int:
			shape[i] = N(int64(v))
		case int64:
			shape[i] = N(v)
		case string:
			shape[i] = Sym(v)
		case Dim:
			shape[i] = v
		default:
			panic(fmt.Sprintf("graph: %T is not an extent", e))
		}
	}
	return shape
}

// Equal reports whether two shapes are the same for all sizes.
func (s Shape) Equal(o Shape) bool {
	if len(s) != len(o) {
		return false
	}
	for i := range s {
		if !s[i].Equal(o[i]) {
			return false
		}
	}
	return true
}

// empty reports whether an extent is known to be below one.
func (s Shape) empty() bool {
	for _, d := range s {
		if n, ok := d.Const(); ok && n < 1 {
			return true
		}
	}
	return false
}

// Count returns the number of elements.
func (s Shape) Count() Dim {
	n := N(1)
	for _, d := range s {
		n = n.Mul(d)
	}
	return n
}

func (s Shape) String() string {
	parts := make([]string, len(s))
	for i, d := range s {
		parts[i] = d.String()
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// broadcast returns the shape of an elementwise operation on a and b.
func broadcast(a, b Shape) (Shape, bool) {
	n := max(len(a), len(b))
	out := make(Shape, n)
	for i := range n {
		x, y := N(1), N(1)
		if j := i - n + len(a); j >= 0 {
			x = a[j]
		}
		if j := i - n + len(b); j >= 0 {
			y = b[j]
		}
		switch {
		case x.Equal(y), y.Equal(N(1)):
			out[i] = x
		case x.Equal(N(1)):
			out[i] = y
		default:
			return nil, false
		}
	}
	return out, true
}
