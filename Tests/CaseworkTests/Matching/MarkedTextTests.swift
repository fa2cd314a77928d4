import Casework
import Testing

struct MarkedTextTests {
  @Test(arguments: [
    ("王大山", "王太山", "王[大]山", "王[太]山"), ("王山", "王大山", "王山", "王[大]山"),
    ("张某", "张三", "张某", "张三"), ("张三", "张三", "张三", "张三"),
    ("360732********123X", "360732198001011233", "360732********123[X]", "360732********123[3]"),
    ("36073219800101123x", "36073219800101123X", "36073219800101123x", "36073219800101123X"),
    ("", "张三", "", "张三"),
  ])
  func `what differs is marked on both sides`(
    left: String, right: String, ours: String, theirs: String
  ) {
    let pair = MarkedText.pair(left, right)
    #expect(Self.shown(pair.left) == ours)
    #expect(Self.shown(pair.right).count == theirs.count)
    let back = MarkedText.pair(right, left)
    #expect(back.left == pair.right && back.right == pair.left)
  }

  private static func shown(_ text: MarkedText) -> String {
    text.pieces.map { $0.isMarked ? "[\($0.text)]" : $0.text }.joined()
  }
}
