package message

import (
	"bytes"
	"path"
	"strings"
)

// magicBytes is how much of a file's beginning tells what it is.
const magicBytes = 64

// runs are the endings of what does something when it is opened: programs,
// scripts, installers, shortcuts, disk images, documents with macros, and pages
// that a browser would run and load things for.
var runs = words(`
	exe com scr pif bat cmd cpl msi msp mst msc dll sys drv ocx gadget application appref-ms appx appxbundle msix msixbundle
	js jse mjs vb vbe vbs ws wsf wsc wsh ps1 ps1xml ps2 ps2xml psc1 psc2 psm1 psd1 hta jar jnlp class py pyc pyw pyz pl rb lua
	sh bash zsh csh ksh run bin out elf desktop appimage deb rpm apk ipa dmg pkg mpkg app command workflow action scpt scptd applescript terminal
	lnk url website webloc inf reg scf shb shs sct chm hlp its library-ms search-ms settingcontent-ms diagcab theme themepack
	iso img vhd vhdx udf cab xll xlam xla xlsm xltm xlsb docm dotm pptm potm ppam ppsm sldm ade adp mda mdb mde accde accda mdt maf
	one onepkg iqy slk rdp htm html xhtml xht shtml mht mhtml svg svgz
`)

// kinds are media types that say the same.
var runKinds = words(`
	application/x-msdownload application/x-msdos-program application/x-dosexec application/x-executable application/x-elf
	application/x-mach-binary application/x-msi application/x-sh application/x-shellscript application/javascript text/javascript
	application/x-javascript application/hta application/java-archive application/x-java-archive application/x-bat
	application/x-ms-shortcut application/x-perl text/x-python application/vnd.microsoft.portable-executable text/html image/svg+xml
`)

func words(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// magics begin programs: of Windows, Linux and macOS, scripts, shortcuts.
var magics = [][]byte{
	[]byte("MZ"), []byte("\x7fELF"), []byte("#!"),
	{0xFE, 0xED, 0xFA, 0xCE},
	{0xFE, 0xED, 0xFA, 0xCF},
	{0xCE, 0xFA, 0xED, 0xFE},
	{0xCF, 0xFA, 0xED, 0xFE},
	{0xCA, 0xFE, 0xBA, 0xBE},
	{0x4C, 0, 0, 0, 1, 0x14, 2, 0},
}

// dangerous reports whether a file must not be opened: by its name, whichever
// of several endings says so last, by its type, or by how it begins.
func dangerous(name, kind string, content []byte) bool {
	ext := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	if runs[strings.TrimSpace(ext)] || runKinds[kind] {
		return true
	}
	for _, m := range magics {
		if bytes.HasPrefix(content, m) {
			return true
		}
	}
	return false
}
