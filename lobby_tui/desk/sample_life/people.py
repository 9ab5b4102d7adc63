"""The people of the sample branch: its staff, and customers who are all invented."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final, Literal

from lobby_tui.models.enums import Role
from lobby_tui.resources import data_dir

Sex = Literal["male", "female"]

BRANCH: Final = "长安街支行（演示数据）"
# Printed for everybody, so it guards nothing; `make_sample` spends no time on stretching it.
PASSWORD: Final = "lobby-demo"

# No operator has been given these beginnings, and 999999 is the code of no place: the numbers pass every
# check, and belong to nobody.
_MOBILE_PREFIXES: Final = ("154", "164")
_NO_PLACE: Final = "999999"


@dataclass(frozen=True, slots=True)
class SampleStaff:
    """A member of the sample branch's staff, with the password that opens it."""

    no: str
    name: str
    role: Role
    password: str = PASSWORD


STAFF: Final = (
    SampleStaff("001", "孙丽", Role.SUPERVISOR),
    SampleStaff("101", "李娜", Role.LOBBY_MANAGER),
    SampleStaff("102", "周敏", Role.LOBBY_MANAGER),
    SampleStaff("111", "陈喆", Role.GUIDE),
    SampleStaff("201", "王芳", Role.CASH_TELLER),
    SampleStaff("202", "赵䶮", Role.CASH_TELLER),
    SampleStaff("211", "刘洋", Role.COUNTER_TELLER),
    SampleStaff("212", "欧阳倩", Role.COUNTER_TELLER),
    SampleStaff("301", "陈伟", Role.CUSTOMER_MANAGER),
    SampleStaff("302", "吴静", Role.CUSTOMER_MANAGER),
    SampleStaff("303", "覃祎", Role.CUSTOMER_MANAGER),
)


class Customers:
    """Invents customers: names from `data/demo/names.toml`, numbers with right check digits."""

    def __init__(self, random: Random) -> None:
        self._random = random
        with (data_dir() / "demo" / "names.toml").open("rb") as stream:
            names = tomllib.load(stream)
        surnames: Mapping[str, int] = names["surnames"]
        self._surnames, self._weights = list(surnames), list(surnames.values())
        self._given: Mapping[str, Any] = names["given"]
        self._whole: Mapping[str, Any] = names["whole"]

    def name(self, sex: Sex) -> str:
        """A whole name."""
        if self._random.randrange(self._whole["whole_in"]) == 0:
            return str(self._random.choice(self._whole[sex]))
        surname = self._random.choices(self._surnames, self._weights)[0]
        length = 2 if self._random.random() < self._given["two_characters"] else 1
        return surname + "".join(self._character(sex) for _ in range(length))

    def contact(self) -> str:
        """A mobile number, sometimes a landline, a WeChat name or a number from abroad."""
        kind = self._random.choices(("mobile", "landline", "wechat", "abroad"), (88, 6, 4, 2))[0]
        if kind == "landline":
            return f"010-6000{self._digits(4)}"
        if kind == "wechat":
            return f"wx:demo_{self._digits(5)}"
        if kind == "abroad":
            return f"+852 5555 {self._digits(4)}"
        return self._random.choice(_MOBILE_PREFIXES) + self._digits(8)

    def identifier(self, sex: Sex) -> str:
        """An account, an ID card or an information number."""
        kind = self._random.choices(("account", "id_card", "information"), (55, 25, 20))[0]
        if kind == "account":
            return f"9999{self._digits(13)}"
        if kind == "id_card":
            return self._id_card(sex)
        return f"DEMO{self._digits(6)}"

    def _character(self, sex: Sex) -> str:
        if self._random.randrange(self._given["rare_in"]) == 0:
            return str(self._random.choice(self._given["rare"]))
        return str(self._random.choice(self._given[sex] + self._given["common"]))

    def _id_card(self, sex: Sex) -> str:
        from stdnum.cn import ric

        year, month, day = (self._random.randint(*ends) for ends in ((1945, 2003), (1, 12), (1, 28)))
        born = f"{year}{month:02}{day:02}"
        serial = self._random.randrange(0, 999, 2) + (1 if sex == "male" else 0)
        number = f"{_NO_PLACE}{born}{serial:03}"
        return number + str(ric.calc_check_digit(number + "0"))

    def _digits(self, count: int) -> str:
        return f"{self._random.randrange(10**count):0{count}}"
