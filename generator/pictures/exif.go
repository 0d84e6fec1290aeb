package pictures

import (
	"bytes"
	"encoding/binary"
	"image"
)

// Cameras store the picture as the sensor saw it and say beside it how it was
// held: EXIF 2.3, tag 0x0112, 1 to 8. Everything else in EXIF is left behind.

// upright returns the picture as it is to be seen.
func upright(p *image.RGBA, o int) *image.RGBA {
	if o == 1 {
		return p
	}
	w, h := p.Rect.Dx(), p.Rect.Dy()
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	if sideways(o) {
		to = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch o {
			case 2: // mirrored
				tx, ty = w-1-x, y
			case 3: // upside down
				tx, ty = w-1-x, h-1-y
			case 4:
				tx, ty = x, h-1-y
			case 5:
				tx, ty = y, x
			case 6: // to be turned clockwise
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8: // to be turned counterclockwise
				tx, ty = y, w-1-x
			}
			copy(to.Pix[to.PixOffset(tx, ty):][:4], p.Pix[p.PixOffset(x, y):][:4])
		}
	}
	return to
}

// sideways reports whether width and height change places.
func sideways(o int) bool { return o >= 5 }

// orientation returns how a picture was held, 1 where its EXIF data do not say.
func orientation(exif []byte) int {
	const tag, short = 0x0112, 3
	if len(exif) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(exif[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(exif[4:]))
	if at+2 > int64(len(exif)) {
		return 1
	}
	entries := exif[at+2:]
	for range order.Uint16(exif[at:]) {
		if len(entries) < 12 {
			break
		}
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			break
		}
		entries = entries[12:]
	}
	return 1
}

// exifOfJPEG returns the EXIF data of a JPEG file: the segment APP1 that begins
// with Exif, before the picture itself.
func exifOfJPEG(data []byte) []byte {
	const app1, startOfScan = 0xe1, 0xda
	for data = data[2:]; len(data) >= 4 && data[0] == 0xff; {
		marker := data[1]
		if marker == 0xff { // fill
			data = data[1:]
			continue
		}
		size := int(binary.BigEndian.Uint16(data[2:]))
		if marker == startOfScan || size < 2 || len(data) < 2+size {
			return nil
		}
		if body, found := bytes.CutPrefix(data[4:2+size], []byte("Exif\x00\x00")); found && marker == app1 {
			return body
		}
		data = data[2+size:]
	}
	return nil
}

// exifOfPNG returns the chunk eXIf of a PNG file.
func exifOfPNG(data []byte) []byte {
	for data = data[8:]; len(data) >= 12; {
		size := int64(binary.BigEndian.Uint32(data))
		if int64(len(data)) < 12+size {
			return nil
		}
		if string(data[4:8]) == "eXIf" {
			return data[8 : 8+size]
		}
		data = data[12+size:]
	}
	return nil
}

// exifOfWebP returns the chunk EXIF of a WebP file. Some programs begin it as a
// JPEG's segment begins.
func exifOfWebP(data []byte) []byte {
	for data = data[12:]; len(data) >= 8; {
		size := int64(binary.LittleEndian.Uint32(data[4:]))
		if int64(len(data)) < 8+size {
			return nil
		}
		if string(data[:4]) == "EXIF" {
			return bytes.TrimPrefix(data[8:8+size], []byte("Exif\x00\x00"))
		}
		data = data[min(8+size+size%2, int64(len(data))):]
	}
	return nil
}
