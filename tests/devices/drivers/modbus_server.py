"""A Modbus server by the makers of pymodbus, run as a program: RTU frames over TCP, unit 7 with a few registers."""

import asyncio
import sys

from pymodbus.framer import FramerType
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

HOLDING = [455, 218, 640, 0, 35]  # from register 500 on
INPUT = [0x4248, 0x0000]  # 50.0 as a float, from register 2 on


async def serve(port: int) -> None:
    """Until the program is ended; says when it listens."""
    blocks = (
        [SimData(0, values=[False], datatype=DataType.BITS)],
        [SimData(0, values=[False], datatype=DataType.BITS)],
        [SimData(500, values=HOLDING, datatype=DataType.REGISTERS)],
        [SimData(2, values=INPUT, datatype=DataType.REGISTERS)],
    )
    server = ModbusTcpServer(SimDevice(7, simdata=blocks), framer=FramerType.RTU, address=("127.0.0.1", port))
    await server.listen()
    print("listening", flush=True)
    await server.serving


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
