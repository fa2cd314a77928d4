"""The whole story, from the registry's spreadsheet to the orderly end of the risk; on the desktop without any script."""
from story import Story


def test_a_household_from_its_hospital_bill_to_the_end_of_its_risk(reader, tmp_path):
    story = Story(reader, tmp_path)
    story.registry()
    story.push("医保", "medical", {"结算日期": "2026-11-02", "个人自付": "52000", "病种": "肺部手术"})
    story.push("残联", "disability", {"发证日期": "2026-11-05", "残疾类别": "肢体", "残疾等级": "4"}, about=story.neighbour)
    story.push("教育", "dropout", {"辍学日期": "2026-11-06", "学校": "中心小学", "年级": "七年级"}, about=story.neighbour)
    story.push("人社", "lostwork", {"失业日期": "2026-11-07", "单位": "某厂", "原因": "裁员"})
    story.assessment()
    story.declaration()
    story.clue()
    story.visit()
    story.identification()
    story.help()
    story.removal()
    story.timeline()
