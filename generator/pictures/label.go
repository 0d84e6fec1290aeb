package pictures

import (
	"encoding/binary"
	"hash/crc32"
	"slices"
)

// label says in XMP that a picture was made by AI, in the field that GB 45438—2025 names
// and in that of IPTC which image search reads. Which service made it, and under which
// number, is not known here and not stated.
const label = "<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>" +
	`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
	`<rdf:Description rdf:about="" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"` +
	` Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia">` +
	`<TC260:AIGC>{"Label":"1"}</TC260:AIGC></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`

// labelled returns the file of a rendition with the label in it.
func labelled(r rendition) []byte {
	if r.Ext == ".jpg" {
		return slices.Insert(slices.Clone(r.Data), len("\xff\xd8"), segment("http://ns.adobe.com/xap/1.0/\x00"+label)...)
	}
	const header = 8 + 4 + 4 + 13 + 4 // signature and IHDR
	return slices.Insert(slices.Clone(r.Data), header, chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+label)...)
}

// segment is APP1 of a JPEG file.
func segment(text string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte("\xff\xe1"), uint16(2+len(text))), text...)
}

// chunk is one of a PNG file.
func chunk(kind, text string) []byte {
	all := append(binary.BigEndian.AppendUint32(nil, uint32(len(text))), kind+text...)
	return binary.BigEndian.AppendUint32(all, crc32.ChecksumIEEE(all[4:]))
}
