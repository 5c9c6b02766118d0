//go:build linux && cgo

package runtime

/*
#include <malloc.h>

// returnLarge makes every block of that size one of its own, which goes back to
// the system when it is freed. Left alone, the GNU library raises the limit with
// each large block that is freed, and later ones then stay in the heap.
static void returnLarge(int bytes) {
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, bytes);
#endif
}
*/
import "C"

// largeBlock is the size from which memory of ONNX Runtime goes back to the
// system when it is freed: below the parts of its arenas, above what it takes
// and frees all the time.
const largeBlock = 1 << 20

func returnFreedMemory() { C.returnLarge(largeBlock) }
