"""What a page may be made of: every key a rebuilt PDF may hold, after ISO 32000-1 (S7).

The promise: a closed list. Whatever acts, links, carries files, names an author or hides
something has no key here, and so has no way into the rebuilt document.
"""

_STREAM = "Filter DecodeParms"
_PARMS = ("Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign "
          "Rows EndOfBlock BlackIs1 DamagedRowsBeforeError JBIG2Globals ColorTransform")
_RESOURCES = "ExtGState ColorSpace Pattern Shading XObject Font ProcSet"
_XOBJECT = ("Type Subtype Width Height ColorSpace BitsPerComponent Intent ImageMask Mask Decode "
            "Interpolate SMask SMaskInData Matte BBox Matrix Resources Group FormType")
_STATE = ("S CS I K LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK G BC TR TR2 BG BG2 UCR "
          "UCR2")
_PATTERN = "PatternType PaintType TilingType XStep YStep Shading ExtGState"
_SHADING = ("ShadingType Background AntiAlias Function Domain Coords Extend BitsPerCoordinate "
            "BitsPerFlag VerticesPerRow")
_FUNCTION = "FunctionType Range Size BitsPerSample Order Encode C0 C1 N Functions Bounds"
_COLOUR = "Alternate WhitePoint BlackPoint Gamma Process Components Colorants"
_FONT = ("Name BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode "
         "DescendantFonts CIDSystemInfo DW W DW2 W2 CIDToGIDMap FontBBox FontMatrix CharProcs "
         "BaseEncoding Differences CMapName WMode UseCMap Registry Ordering Supplement")
_DESCRIPTOR = ("FontName FontFamily FontStretch FontWeight Flags ItalicAngle Ascent Descent "
               "Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile "
               "FontFile2 FontFile3 CharSet Style Panose CIDSet Length1 Length2 Length3")

ALLOWED = frozenset(f"/{name}" for name in " ".join((
    _STREAM, _PARMS, _RESOURCES, _XOBJECT, _STATE, _PATTERN, _SHADING, _FUNCTION, _COLOUR, _FONT,
    _DESCRIPTOR)).split())
"""Keys of every dictionary below a page's resources that is not a map of names."""

NAME_MAPS = frozenset({"/CharProcs", "/Colorants"})
"""Dictionaries whose keys are names somebody chose; so are all that stand in `/Resources`."""

FILTERS = frozenset({"/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode",
                     "/RunLengthDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/DCTDecode",
                     "/JPXDecode"})
"""Ways of packing a stream that anybody can open without a key."""

MARKS = frozenset({"BDC", "BMC", "EMC", "DP", "MP"})
"""Operators that mark content and paint nothing: layers, and text that is not on the page."""
