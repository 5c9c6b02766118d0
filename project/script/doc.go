// Package script reads screenplays in the Fountain format (fountain.io, syntax
// 1.1), and plain texts without any markup, and splits them into the scenes and
// shots of a storyboard.
//
// Parse divides a text into elements and loses no spoken or shown word. Split makes
// shots of them by fixed rules, so that the same text always gives the same shots:
//
//   - A scene heading begins a scene. Its words say where and when; every shot of the
//     scene gets them as its setting.
//   - A paragraph of action is one shot, with a beat for each of its sentences. One
//     of more than MaxBeats sentences, or of more than MaxWords words, is divided
//     between sentences into shots that are about equally long.
//   - What is said without action in between is an exchange. It belongs to the shot
//     of the action right before it, or is a shot of its own where there is none. One
//     of more than MaxSpoken words goes on in another shot, at a change of speaker or
//     between two sentences.
//   - A parenthetical is a beat of its shot: "Anna, whispering". The lyrics of a song
//     are said by whoever sang or spoke last.
//   - Notes, the boneyard, sections, the title page and page breaks show nothing. A
//     synopsis is the scene's. A transition becomes the continuity note of the shot
//     before it.
//   - A shot lasts as long as its words take at SpokenPace words a second with a
//     pause between speakers, or BeatSeconds for each beat, whichever is longer, but
//     never less than LeastSeconds nor more than MostSeconds.
package script
