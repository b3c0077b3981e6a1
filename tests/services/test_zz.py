from ..worlds import World
from kiosk.services.content import Stage
def test_a(world: World) -> None:
    world.in_polling_station()
def test_b(world: World) -> None:
    assert world.look().unread
