package v4

import "strings"

// statusColors are what a status of each of our hues (1 to 12) looks like on this wire; 0 is grey.
var statusColors = []string{
	"#e6e8ea", "#ff8f92", "#ffce5a", "#ffdc7f", "#fff000", "#deff81", "#ebffb1", "#87f2c0", "#c1e0ff", "#98cbff",
	"#ccc8f9", "#eb93ff", "#f3beff",
}

// otherStatusColors are the rest of the colours clients may send, by the nearest hue.
var otherStatusColors = map[string]int{
	"#fffeb2": 4, "#fffd7f": 4, "#ffff99": 4, "#ffeab2": 3, "#ffcc66": 2, "#ffdbdb": 1, "#ffc8c8": 1, "#ffcccc": 1,
	"#d6eaff": 8, "#99ccff": 9, "#f2f3f4": 9, "#e6e8ea": 9, "#f9deff": 12,
}

// tagColors do the same for tags, written without #; hue 0 is no colour.
var tagColors = []string{
	"", "FF8F92", "FFCE5A", "FFE193", "DDEBB5", "C7DB8C", "90CDB0", "C6F4DE", "86C0FC", "AABDFF", "A9A5D7", "D1A4DC", "FFC8C8",
}

var otherTagColors = map[string]int{
	"EBEBEB": 9, "D0D0D0": 9, "F2DDF7": 11, "8699DA": 10, "D8D5FF": 10, "832161": 12, "6A0F49": 12, "0C7C59": 6,
	"10599D": 9, "9D2B32": 1, "247BA0": 8,
}

const (
	wonColor  = "#CCFF66"
	lostColor = "#D5D8DB"
)

func colorAt(colors []string, hue int) string {
	if hue < 0 || hue >= len(colors) {
		hue = 0
	}
	return colors[hue]
}

// hueOf finds the hue of a colour, with or without #, in any case.
func hueOf(colors []string, others map[string]int, color string) (int, bool) {
	bare := strings.TrimPrefix(color, "#")
	for hue, c := range colors {
		if hue > 0 && strings.EqualFold(strings.TrimPrefix(c, "#"), bare) {
			return hue, true
		}
	}
	for c, hue := range others {
		if strings.EqualFold(strings.TrimPrefix(c, "#"), bare) {
			return hue, true
		}
	}
	return 0, false
}
