package file

import (
	"bytes"
	"errors"
	"image"
	_ "image/gif" // the formats that are decoded
	"image/jpeg"
	_ "image/png"
	"io"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

const (
	// maxPixels bounds what is decoded: a picture of so many pixels takes some 120 MB while it is drawn.
	maxPixels = 30_000_000
	// smallSide is the longer side of a preview.
	smallSide   = 640
	previewType = "image/jpeg"
)

var errTooManyPixels = errors.New("the picture has too many pixels")

// drawing lets one picture at a time take memory.
var drawing = make(chan struct{}, 1)

// thumbnail decodes a picture and draws it small, on white. The size is read before anything is decoded.
func thumbnail(r io.ReadSeeker) (small io.Reader, width, height int, err error) {
	c, _, err := image.DecodeConfig(r)
	if err != nil {
		return nil, 0, 0, err
	}
	if c.Width <= 0 || c.Height <= 0 || c.Width > maxPixels/c.Height {
		return nil, 0, 0, errTooManyPixels
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil, 0, 0, err
	}
	drawing <- struct{}{}
	defer func() { <-drawing }()
	src, _, err := image.Decode(r)
	if err != nil {
		return nil, 0, 0, err
	}
	w, h := fit(c.Width, c.Height)
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(dst, dst.Bounds(), image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(dst, dst.Bounds(), src, src.Bounds(), draw.Over, nil)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, dst, &jpeg.Options{Quality: 82}); err != nil {
		return nil, 0, 0, err
	}
	return &out, c.Width, c.Height, nil
}

// fit is the size within smallSide with the same proportions; small pictures stay as they are.
func fit(w, h int) (int, int) {
	longest := max(w, h)
	if longest <= smallSide {
		return w, h
	}
	return max(1, w*smallSide/longest), max(1, h*smallSide/longest)
}
