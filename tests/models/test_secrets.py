"""Secrets are refused; remarks that only speak of them are not."""

import time

import pytest

from lobby_tui.errors import RefusedError
from lobby_tui.models.text import refuse_secrets, secretlike


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("密码123456", "password"),
        ("客户的取款密码是 882913", "password"),
        ("密码：ａｂｃ１２３", "password"),
        ("密\u200b码123456", "password"),
        ("密码 1 2 3 4 5 6", "password"),
        ("新密码改成888888", "password"),
        ("密码“abc!2026”", "password"),
        ("密码是八八八八八八", "password"),
        ("123456是他的密码", "password"),
        ("口令 8829131", "password"),
        ("password: hunter2", "password"),
        ("Password hunter2", "password"),
        ("pwd=letmein", "password"),
        ("PIN 1234", "password"),
        ("客户PIN码1234", "password"),
        ("CVV 123", "cvn"),
        ("cvn2=999", "cvn"),
        ("cvv299", "cvn"),
        ("cvv2123", "cvn"),
        ("卡号尾号1234，CVV2：0123", "cvn"),
        ("信用卡cvc 456", "cvn"),
        ("安全码 123", "cvn"),
        ("背面三位数字是 907", "cvn"),
        ("security code 123", "cvn"),
        ("验证码 482913", "one_time_code"),
        ("短信验证码是４８２９", "one_time_code"),
        ("动态口令884422", "one_time_code"),
        ("动态密码: 884422", "one_time_code"),
        ("OTP 123456", "one_time_code"),
        ("收到otp123456", "one_time_code"),
        ("482913是验证码", "one_time_code"),
        ("the verification code is 4829", "one_time_code"),
        ("密码已重置；密码：abc12345", "password"),
    ],
)
def test_flagged(text: str, kind: str) -> None:
    assert secretlike(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "客户询问密码重置",
        "密码：已重置",
        "密码输错3次，卡已锁定",
        "密码 3 次错误",
        "密码6位",
        "密码锁定，需带身份证",
        "忘记密码 13812345678 回电",
        "修改密码2026-11-05",
        "修改密码 2026年11月5日到期",
        "密码重置后存30万",
        "密码挂失 收费10元",
        "重置密码 300000元转账",
        "验证码 13812345678 收不到",
        "验证码未收到",
        "动态口令 10:30 过期",
        "动态口令 2026-11-05 到期",
        "口令卡更换",
        "password reset",
        "password: forgot",
        "password is locked",
        "asked about a password change",
        "opinion 1234",
        "spinning 1234",
        "大额转账300,000元，2026-11-05 到期",
        "电话 010-66106114，手机13812345678",
        "账号尾号 1234，金额 50万",
        "CVN 码看不清",
        "CVV 12345678",
        "安全码看不清，卡号6222021234567890128",
        "理财产品 A10 三年期 3.25%",
    ],
)
def test_ordinary_remarks_pass(text: str) -> None:
    assert secretlike(text) is None
    refuse_secrets(text, "remarks")


def test_refusal_names_the_field_but_not_the_secret() -> None:
    with pytest.raises(RefusedError) as caught:
        refuse_secrets("密码123456", "remarks")
    assert caught.value.field == "remarks"
    assert caught.value.remedy
    assert "123456" not in str(caught.value)


@pytest.mark.parametrize("piece", ["\x1b]", "密码:=", "密码", "a1", "9 ", "密码 9 ", "password ", "]", "\x9d", "是"])
def test_a_hostile_text_takes_no_time(piece: str) -> None:
    started = time.process_time()
    secretlike((piece * 10_000)[:10_000])
    # A quadratic pattern takes over a second here, a linear one a few milliseconds.
    assert time.process_time() - started < 0.4
