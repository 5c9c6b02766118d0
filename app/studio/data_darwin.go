package studio

import "os"

// dataFolder is where programs keep the user's data, or nothing.
func dataFolder() string {
	data, err := os.UserConfigDir() // Application Support
	if err != nil {
		return ""
	}
	return data
}
