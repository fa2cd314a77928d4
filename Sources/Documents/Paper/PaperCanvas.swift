internal import CPango

/// A PDF that is being drawn, page after page; lengths in points from the top left.
///
/// A class, because it owns cairo's and Pango's objects.
final class PaperCanvas {
  static let (width, height) = (595.28, 841.89)
  private let surface: OpaquePointer
  let cairo: OpaquePointer
  private let context: OpaquePointer
  private let sink = Sink()

  /// The bytes that cairo hands over.
  ///
  /// A class, because cairo holds it while it writes.
  private final class Sink {
    var bytes: [UInt8] = []
  }

  init(title: String) throws {
    guard
      let surface = cairo_pdf_surface_create_for_stream(
        PaperCanvas.write, Unmanaged.passUnretained(sink).toOpaque(), PaperCanvas.width,
        PaperCanvas.height),
      let cairo = cairo_create(surface), let context = pango_cairo_create_context(cairo)
    else { throw PaperFault(description: "cairo") }
    (self.surface, self.cairo, self.context) = (surface, cairo, context)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
    // Points on paper, not dots of a screen.
    pango_cairo_context_set_resolution(context, 72)
    pango_context_set_language(context, pango_language_from_string("zh-cn"))
  }

  deinit {
    g_object_unref(UnsafeMutableRawPointer(context))
    cairo_destroy(cairo)
    cairo_surface_destroy(surface)
  }

  func block(_ text: String, _ look: TextLook, width: Double) throws -> TextBlock {
    guard let layout = pango_layout_new(context) else { throw PaperFault(description: "pango") }
    return TextBlock(layout, text, look, width: width)
  }

  /// The code as a PNG picture, for files that hold pictures.
  static func picture(of code: QRCode) throws -> [UInt8] {
    let (dot, sink) = (6, Sink())
    let side = Int32(code.side * dot)
    guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, side, side),
      let cairo = cairo_create(surface)
    else { throw PaperFault(description: "cairo") }
    defer {
      cairo_destroy(cairo)
      cairo_surface_destroy(surface)
    }
    cairo_set_source_rgb(cairo, 1, 1, 1)
    cairo_paint(cairo)
    cairo_set_source_rgb(cairo, 0, 0, 0)
    fill(code, on: cairo, x: 0, y: 0, side: Double(side))
    let status = cairo_surface_write_to_png_stream(
      surface, write, Unmanaged.passUnretained(sink).toOpaque())
    guard status == CAIRO_STATUS_SUCCESS else { throw PaperFault(description: "png") }
    return sink.bytes
  }

  private static let write: cairo_write_func_t = { closure, data, length in
    guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
    let sink = Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue()
    sink.bytes += UnsafeBufferPointer(start: data, count: Int(length))
    return CAIRO_STATUS_SUCCESS
  }

  func endPage() { cairo_show_page(cairo) }

  /// Finishes the file.
  func finish() throws -> [UInt8] {
    cairo_surface_finish(surface)
    let status = cairo_surface_status(surface)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw PaperFault(description: String(cString: cairo_status_to_string(status)))
    }
    return sink.bytes
  }

  func line(_ from: (x: Double, y: Double), _ to: (x: Double, y: Double), width: Double = 0.6) {
    cairo_set_line_width(cairo, width)
    cairo_move_to(cairo, from.x, from.y)
    cairo_line_to(cairo, to.x, to.y)
    cairo_stroke(cairo)
  }

  func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    cairo_set_line_width(cairo, 0.6)
    cairo_rectangle(cairo, x, y, width, height)
    cairo_stroke(cairo)
  }

  /// Draws the code's dark squares into a square of `side` points.
  func draw(_ code: QRCode, x: Double, y: Double, side: Double) {
    PaperCanvas.fill(code, on: cairo, x: x, y: y, side: side)
  }

  private static func fill(
    _ code: QRCode, on cairo: OpaquePointer, x: Double, y: Double, side: Double
  ) {
    let unit = side / Double(code.side)
    for (row, column) in code.dark {
      cairo_rectangle(cairo, x + Double(column) * unit, y + Double(row) * unit, unit, unit)
    }
    cairo_fill(cairo)
  }
}

/// How letters look and lie.
struct TextLook {
  var size: Double
  var isBold = false
  /// How far the first line begins in, in points.
  var indent = 0.0
  var side = Side.left
  /// Room between lines, in points.
  var spacing = 0.0

  enum Side { case left, centre, right }
}

/// A text broken into lines that fit a width.
///
/// A class, because it owns Pango's layout.
final class TextBlock {
  private let layout: OpaquePointer
  /// Where each line begins, ends and has its base, from the block's top.
  private let lines: [(top: Double, bottom: Double, base: Double, left: Double)]

  fileprivate init(_ layout: OpaquePointer, _ text: String, _ look: TextLook, width: Double) {
    self.layout = layout
    let scale = Double(PANGO_SCALE)
    let font = pango_font_description_new()
    pango_font_description_set_family(font, "Noto Serif CJK SC, Noto Serif CJK, serif")
    pango_font_description_set_absolute_size(font, look.size * scale)
    pango_font_description_set_weight(font, look.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
    pango_layout_set_font_description(layout, font)
    pango_font_description_free(font)
    pango_layout_set_width(layout, Int32(width * scale))
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    pango_layout_set_indent(layout, Int32(look.indent * scale))
    pango_layout_set_spacing(layout, Int32(look.spacing * scale))
    switch look.side {
    case .left: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
    case .centre: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
    case .right: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
    }
    pango_layout_set_text(layout, text, -1)
    lines = TextBlock.lines(of: layout)
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

  private static func lines(
    of layout: OpaquePointer
  ) -> [(top: Double, bottom: Double, base: Double, left: Double)] {
    let (scale, iterator) = (Double(PANGO_SCALE), pango_layout_get_iter(layout))
    defer { pango_layout_iter_free(iterator) }
    var lines: [(top: Double, bottom: Double, base: Double, left: Double)] = []
    repeat {
      var (top, bottom, extents) = (Int32(0), Int32(0), PangoRectangle())
      pango_layout_iter_get_line_yrange(iterator, &top, &bottom)
      pango_layout_iter_get_line_extents(iterator, nil, &extents)
      let base = Double(pango_layout_iter_get_baseline(iterator)) / scale
      lines.append(
        (Double(top) / scale, Double(bottom) / scale, base, Double(extents.x) / scale))
    } while pango_layout_iter_next_line(iterator) != 0
    return lines
  }

  var count: Int { lines.count }

  /// How far its letters reach, in points.
  var widest: Double {
    var extents = PangoRectangle()
    pango_layout_get_extents(layout, nil, &extents)
    return Double(extents.x + extents.width) / Double(PANGO_SCALE)
  }

  var height: Double { height(of: 0..<count) }

  func height(of range: Range<Int>) -> Double {
    range.isEmpty ? 0 : lines[range.upperBound - 1].bottom - lines[range.lowerBound].top
  }

  /// How many lines from `first` on fit into `room` points.
  func fitting(from first: Int, _ room: Double) -> Int {
    guard first < count else { return 0 }
    return lines[first...].prefix { $0.bottom - lines[first].top <= room + 0.01 }.count
  }

  func draw(_ range: Range<Int>, on canvas: PaperCanvas, x: Double, y: Double) {
    for index in range {
      let line = lines[index]
      cairo_move_to(canvas.cairo, x + line.left, y + line.base - lines[range.lowerBound].top)
      pango_cairo_show_layout_line(
        canvas.cairo, pango_layout_get_line_readonly(layout, Int32(index)))
    }
  }
}
