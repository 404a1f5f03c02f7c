package documents

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"path"
	"strings"
)

// docxTypes is the part that says what the others are.
type docxTypes struct {
	Parts []struct {
		Name string `xml:"PartName,attr"`
		Type string `xml:"ContentType,attr"`
	} `xml:"Override"`
	Sorts []struct {
		Type string `xml:"ContentType,attr"`
	} `xml:"Default"`
}

const docxMain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

// docxType finds the text by its type: word/document.xml, or document2.xml when
// it was written on the web.
func docxType(parts []*zip.File) (fileType, error) {
	var types docxTypes
	if err := readXML(find(parts, "[Content_Types].xml"), &types); err != nil {
		return fileType{}, wrongType()
	}
	var found fileType
	for _, part := range types.Parts {
		if runs(part.Type) {
			return fileType{}, refuse("document.macros")
		}
		if part.Type == docxMain && strings.HasPrefix(part.Name, "/word/") && find(parts, part.Name[1:]) != nil {
			found = typeDOCX
		}
	}
	for _, sort := range types.Sorts {
		if runs(sort.Type) {
			return fileType{}, refuse("document.macros")
		}
	}
	if found.label == "" {
		return fileType{}, wrongType()
	}
	return found, nil
}

// runs reports whether parts of this type hold a program, whatever they are called.
func runs(contentType string) bool {
	contentType = strings.ToLower(contentType)
	return strings.Contains(contentType, "macroenabled") || strings.Contains(contentType, "vbaproject") || strings.Contains(contentType, "ms-office.activex")
}

// checkDOCX refuses macros, controls, packed programs and what Word fetches by
// itself, and unpacks every part once to see that it is whole.
func checkDOCX(r io.ReaderAt, size int64) error {
	parts, err := openOffice(r, size)
	if err != nil {
		return err
	}
	for _, part := range parts {
		name := strings.ToLower(part.Name)
		base := path.Base(name)
		if base == "vbaproject.bin" || base == "vbadata.xml" || strings.HasPrefix(name, "word/activex/") || strings.HasPrefix(base, "oleobject") {
			return refuse("document.macros")
		}
		if path.Ext(name) == ".rels" {
			if err := checkLinks(part); err != nil {
				return err
			}
		}
	}
	return unpackParts(parts, "word/embeddings/")
}

// checkLinks refuses what Word fetches without being asked: a template on the
// web, and a packed object or piece of the text that stands elsewhere. A template
// in a folder of the office is common, and comes from no stranger.
func checkLinks(part *zip.File) error {
	var list struct {
		Links []struct {
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	if err := readXML(part, &list); err != nil {
		return refuse("document.truncated")
	}
	for _, link := range list.Links {
		if !strings.EqualFold(link.Mode, "External") {
			continue
		}
		scheme, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(link.Target)), ":")
		switch path.Base(link.Type) {
		case "oleObject", "frame", "subDocument", "aFChunk":
			return refuse("document.remote")
		case "attachedTemplate":
			if scheme != "file" && len(scheme) > 1 && scheme != strings.ToLower(strings.TrimSpace(link.Target)) {
				return refuse("document.remote")
			}
		}
	}
	return nil
}

func readXML(part *zip.File, into any) error {
	content, err := readPart(part)
	if err != nil {
		return err
	}
	return xml.Unmarshal(content, into)
}
