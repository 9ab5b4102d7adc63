"""x"""
import time
from tests.conftest import PASSWORD, AtTerminal

async def test_a(at_terminal: AtTerminal) -> None:
    t=time.perf_counter()
    async with at_terminal() as hand:
        print("start", time.perf_counter()-t); t=time.perf_counter()
        await hand.sign_in("101", PASSWORD)
        print("signin", time.perf_counter()-t); t=time.perf_counter()
        await hand.press("1")
        print("one", time.perf_counter()-t); t=time.perf_counter()
        await hand.press("space")
        print("space", time.perf_counter()-t); t=time.perf_counter()
        await hand.press("1")
        print("one", time.perf_counter()-t); t=time.perf_counter()
        print(hand.screen)
    print("end", time.perf_counter()-t); t=time.perf_counter()
async def test_b(at_terminal: AtTerminal) -> None:
    await test_a(at_terminal)
