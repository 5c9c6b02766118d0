//go:build !darwin

package action

// onMac is whether keys are called as on a Mac, by their signs.
const onMac = false
