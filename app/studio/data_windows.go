package studio

import "os"

// dataFolder is where programs keep the user's data that stays on this machine,
// or nothing. Packs are too large for a profile that follows its user.
func dataFolder() string {
	data, err := os.UserCacheDir() // LocalAppData
	if err != nil {
		return ""
	}
	return data
}
