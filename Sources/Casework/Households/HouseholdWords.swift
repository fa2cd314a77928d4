extension HouseholdBase {
  /// The value of 户类型 in the national export.
  package var title: String {
    switch self {
    case .liftedOut: "脱贫户"
    case .ordinary: "一般农户"
    }
  }
}

extension HouseholdKind {
  /// The value of 监测对象类别 in the national export.
  package var title: String {
    switch self {
    case .unstable: "脱贫不稳定户"
    case .marginal: "边缘易致贫户"
    case .suddenHardship: "突发严重困难户"
    }
  }
}

extension Sex {
  package var title: String { self == .male ? "男" : "女" }
}

extension Relation {
  /// The value of 与户主关系 in the national export.
  package var title: String {
    switch self {
    case .head: "户主"
    case .spouse: "配偶"
    case .son: "之子"
    case .daughter: "之女"
    case .daughterInLaw: "之儿媳"
    case .sonInLaw: "之女婿"
    case .grandson: "之孙子"
    case .granddaughter: "之孙女"
    case .maternalGrandson: "之外孙子"
    case .maternalGranddaughter: "之外孙女"
    case .father: "之父"
    case .mother: "之母"
    case .fatherInLaw: "之岳父"
    case .motherInLaw: "之岳母"
    case .husbandsFather: "之公公"
    case .husbandsMother: "之婆婆"
    case .grandfather: "之祖父"
    case .grandmother: "之祖母"
    case .maternalGrandfather: "之外祖父"
    case .maternalGrandmother: "之外祖母"
    case .sibling: "之兄弟姐妹"
    case .siblingInLaw: "之兄弟媳妇"
    case .uncle: "之叔伯"
    case .nephew: "之侄儿"
    case .niece: "之侄女"
    case .greatGrandson: "之曾孙子"
    case .greatGranddaughter: "之曾孙女"
    case .other: "其他"
    }
  }
}

extension Labour {
  /// The value of 劳动技能 in the national export.
  package var title: String {
    switch self {
    case .ordinary: "普通劳动力"
    case .skilled: "技能劳动力"
    case .weak: "弱劳动力或半劳动力"
    case .lost: "丧失劳动力"
    case .none: "无劳动力"
    }
  }
}
