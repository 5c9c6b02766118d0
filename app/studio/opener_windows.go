package studio

// opener is the program that shows a file in the one that the user has chosen
// for it.
const opener = "rundll32"

// openerArgs stand before the file.
var openerArgs = []string{"url.dll,FileProtocolHandler"}
