"""The table of rights as a page: what each role may do, and for what the password is asked once more. See docs.py.

Who may do what stands in `lobby_tui/desk/permissions.py`; only the names of the actions are written here.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import lobby_tui.desk
from lobby_tui.desk.permissions import Action, allows
from lobby_tui.desk.words import ROLES
from lobby_tui.locale import Language, catalogue
from lobby_tui.models.enums import Role

DESK = Path(next(iter(lobby_tui.desk.__path__)))

# In the order of the page: what is done all day first.
NAMES: Mapping[Action, Mapping[Language, str]] = {
    Action.VISIT: {"en": "receive and route customers", "zh": "接待、分流客户"},
    Action.REFER: {"en": "log referrals, see one's own", "zh": "登记推介，查看本人推介"},
    Action.SEE_ALL_REFERRALS: {"en": "see everybody's referrals", "zh": "查看全部推介"},
    Action.CHANGE_ALL_REFERRALS: {"en": "correct everybody's referrals", "zh": "更正全部推介"},
    Action.REVEAL: {
        "en": "see a record in full, with a reason (of those one may see)",
        "zh": "说明理由后查看完整信息（限可见记录）",
    },
    Action.WITHDRAW_CONSENT: {"en": "withdraw a customer's consent", "zh": "为客户撤回同意"},
    Action.ANSWER: {"en": "answer referrals, enter results (one's own)", "zh": "确认推介、填写成果（本人）"},
    Action.ANSWER_FOR_OTHERS: {"en": "answer for every customer manager", "zh": "代任何客户经理确认"},
    Action.FOLLOW_UP: {"en": "plan and do follow-ups", "zh": "安排、完成跟进"},
    Action.ALLOCATE: {"en": "give a referral to a customer manager", "zh": "分配推介"},
    Action.SHARE_CREDIT: {"en": "share credit between two claims", "zh": "裁定业绩共享"},
    Action.COPY_TO_CRM: {"en": "copy customers into the CRM, in full", "zh": "客户转入 CRM（完整信息）"},
    Action.IMPORT_RESULTS: {"en": "read results from a file, review its lines", "zh": "从文件导入成果并核对"},
    Action.PLAN_ABSENCE: {"en": "plan one's own absence", "zh": "登记本人缺勤"},
    Action.PLAN_ABSENCE_OF_OTHERS: {"en": "plan others' absences", "zh": "登记他人缺勤"},
    Action.SET_CALENDAR: {"en": "set the branch's calendar", "zh": "设定网点日历"},
    Action.GO_THROUGH_CHECKLIST: {"en": "go through checklists", "zh": "填写检查表"},
    Action.REPORT_FAULT: {"en": "report machines out of order", "zh": "登记机具故障"},
    Action.HOLD_MEETING: {"en": "hold meetings, keep minutes", "zh": "主持会议、保存记录"},
    Action.REGISTER_COMPLAINT: {"en": "register complaints", "zh": "登记投诉"},
    Action.HANDLE_COMPLAINT: {"en": "handle complaints", "zh": "办理投诉"},
    Action.APPROVE_COMPLAINT: {"en": "approve a longer deadline", "zh": "批准投诉延期"},
    Action.REPORT_INCIDENT: {"en": "report incidents", "zh": "登记突发事件"},
    Action.CLOSE_INCIDENT: {"en": "close incidents", "zh": "突发事件结案"},
    Action.SEE_DAY: {"en": "see the day and its figures", "zh": "查看当日情况和数字"},
    Action.CLOSE_DAY: {"en": "close the day; stand by as second person", "zh": "日终关闭；担任第二人"},
    Action.SIGN_DAY: {"en": "sign the day", "zh": "签字确认当日"},
    Action.REOPEN_DAY: {"en": "reopen a day", "zh": "重新打开营业日"},
    Action.EXPORT: {"en": "export papers, masked", "zh": "导出表单（脱敏）"},
    Action.EXPORT_FULL: {"en": "export papers in full", "zh": "导出表单（完整信息）"},
    Action.CUSTOMER_RIGHTS: {
        "en": "show, export, correct, erase one customer's data",
        "zh": "查询、导出、更正、删除某位客户的资料",
    },
    Action.PURGE: {
        "en": "remove what is older than the branch keeps it (by itself at opening)",
        "zh": "清理到期数据（开门时自动进行）",
    },
    Action.REVIEW: {
        "en": "review: what happened, what works; goals, coaching, signing the review",
        "zh": "复核与分析：当日情况、成效、目标、辅导、复核签字",
    },
    Action.ANSWER_REVIEW: {"en": "answer what the review asked (oneself)", "zh": "答复复核询问（本人）"},
    Action.SEE_OWN_SCORE: {"en": "see one's own scorecard", "zh": "查看本人积分表"},
    Action.SEE_AUDIT: {"en": "see and export the audit trail", "zh": "查看、导出审计记录"},
    Action.CHECK_STORE: {
        "en": "check the store, hold a printed head against it",
        "zh": "检查数据库，核对表单上的链末端值",
    },
    Action.BACK_UP: {"en": "make backups", "zh": "备份"},
    Action.RESTORE: {"en": "restore a backup", "zh": "恢复备份"},
    Action.MANAGE_KEYS: {"en": "paper key, key of the store, device secret", "zh": "纸质密钥、数据库密钥、设备密钥"},
    Action.MANAGE_STAFF: {"en": "add and disable staff, set passwords and roles", "zh": "员工增减、密码和岗位"},
    Action.SET_BRANCH: {"en": "set what the branch has chosen", "zh": "网点设置"},
}

# What takes a second person beside the one who is signed in: the code says `second_person` there.
TWO = {
    Action.REOPEN_DAY,
    Action.RESTORE,
    Action.EXPORT_FULL,
    Action.COPY_TO_CRM,
    Action.SEE_AUDIT,
    Action.REVIEW,
}

WORDS: Mapping[str, Mapping[Language, str]] = {
    "action": {"en": "What", "zh": "事项"},
    "again": {"en": "Password once more", "zh": "再次输入密码"},
    "two": {"en": "Two people", "zh": "双人"},
}


def part(language: Language) -> str:
    """The table: one line an action, one column a role, ✓ where it is allowed."""
    t = catalogue(language)
    word = {name: texts[language] for name, texts in WORDS.items()}
    nameless = [action.value for action in Action if action not in NAMES]
    if nameless:
        raise SystemExit(f"tools/permissions.py: give these actions a name: {', '.join(nameless)}")
    head = [word["action"], *(t.render(ROLES[role]) for role in Role), word["again"], word["two"]]
    lines = [f"| {' | '.join(head)} |", "| --- " + "| :-: " * (len(head) - 1) + "|"]
    fresh = asked_again()
    for action, names in NAMES.items():
        marks = [*(allows(role, action) for role in Role), action in fresh, action in TWO]
        lines.append(f"| {names[language]} | {' | '.join('✓' if mark else '' for mark in marks)} |")
    return "\n".join(lines)


def asked_again() -> set[Action]:
    """The actions of which at least a part asks for the password once more, as the desk's code says."""
    return {
        Action[name.attr]
        for path in DESK.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _asks_again(call)
        for name in _actions(call.args[0])
    }


def _asks_again(call: ast.Call) -> bool:
    named = isinstance(call.func, ast.Attribute) and call.func.attr == "require" and bool(call.args)
    return named and any(keyword.arg == "fresh" for keyword in call.keywords)


def _actions(node: ast.expr) -> Iterator[ast.Attribute]:
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute) and getattr(one.value, "id", "") == "Action":
            yield one
