package core

// history is where the user has been, like that of a browser.
type history struct {
	places []Route
	at     int
}

// mostPlaces is how far back the way goes.
const mostPlaces = 100

// visit goes to a new place; what lay ahead is forgotten.
func (h *history) visit(route Route) {
	if len(h.places) > 0 && h.places[h.at] == route {
		return
	}
	if len(h.places) > 0 {
		h.places = h.places[:h.at+1]
	}
	h.places = append(h.places, route)
	if len(h.places) > mostPlaces {
		h.places = h.places[1:]
	}
	h.at = len(h.places) - 1
}

// move goes back (-1) or ahead (1) and tells where that is.
func (h *history) move(step int) (Route, bool) {
	if !h.can(step) {
		return Route{}, false
	}
	h.at += step
	return h.places[h.at], true
}

func (h *history) can(step int) bool {
	return h.at+step >= 0 && h.at+step < len(h.places)
}
