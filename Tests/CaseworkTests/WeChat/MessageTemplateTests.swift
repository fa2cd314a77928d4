import Casework
import Testing

/// Templates as they are set up, and words that fit into them and tell a stranger nothing.
struct MessageTemplateTests {
  @Test func `a template names three different fields of WeChat's kinds`() throws {
    let day = try #require(Day("2026-03-05"))
    let template = try #require(MessageTemplate("Ab-3_x:character_string1, thing22,date3"))
    let news = MessageNews(
      number: "SW-7K3M-Q2XD", words: String(repeating: "长", count: 30), day: day)
    #expect(template.id == "Ab-3_x")
    #expect(
      template.values(news) == [
        "character_string1": "SW-7K3M-Q2XD", "thing22": String(repeating: "长", count: 20),
        "date3": "2026年3月5日",
      ])
  }

  @Test(arguments: [
    "", "Ab3", "Ab3:thing1,thing2", ":character_string1,thing2,date3",
    "A b:character_string1,thing2,date3",
    "Ab:thing1,thing2,date3", "Ab:character_string1,thing2,date",
    "Ab:character_string1,thing2,date3,date4",
    "Ab:character_string1,thing2,date3:x",
  ])
  func `what is no template is told when the program starts`(text: String) {
    #expect(MessageTemplate(text) == nil)
  }

  @Test func `every step has words that fit and tell a stranger nothing`() {
    let words = ClueStage.allCases.map(\.news) + CaseStage.allCases.map(\.news)
    for text in words {
      #expect((4...20).contains(text.count), "\(text)")
      #expect(!["贫", "低保", "病", "残", "收入", "帮扶", "风险"].contains { text.contains($0) }, "\(text)")
    }
  }
}
