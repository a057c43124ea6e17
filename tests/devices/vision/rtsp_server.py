"""An RTSP camera by another maker: GStreamer's server, run as its own program under Debian's own Python.

    /usr/bin/python3 rtsp_server.py --clip FILE [--port 0] [--udp-only] [--rate 10] [--user NAME --password WORD]

`/clip` plays the file from its start for each viewer, its frames untouched. `/live` is one picture for all viewers:
white, black, bars or a moving ball, as these words on standard input say, at so many a second. Prints its port as JSON
when it listens.
Nothing of the project is imported here: it has to run where only python3-gi is.
"""

import argparse
import json
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

CLIP = "( filesrc location={clip} ! qtdemux ! h264parse config-interval=1 ! rtph264pay name=pay0 pt=96 )"
LIVE = (
    "( videotestsrc name=scene is-live=true pattern=black ! video/x-raw,width=320,height=240,framerate={rate}/1 "
    "! openh264enc gop-size={rate} ! h264parse config-interval=1 ! rtph264pay name=pay0 pt=96 )"
)

PATTERNS = {"bars": "smpte75"}  # our words for GStreamer's, where they differ


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--clip", required=True)
    options.add_argument("--port", default="0")
    options.add_argument("--udp-only", action="store_true")
    options.add_argument("--rate", default="10")
    options.add_argument("--user", default="")
    options.add_argument("--password", default="")
    told = options.parse_args()

    Gst.init(None)
    loop = GLib.MainLoop()
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(told.port)
    scene = {"pattern": "black", "elements": []}

    def media(launch: str, shared: bool) -> GstRtspServer.RTSPMediaFactory:
        made = GstRtspServer.RTSPMediaFactory()
        made.set_launch(launch)
        made.set_shared(shared)
        if told.udp_only:
            made.set_protocols(GstRtsp.RTSPLowerTrans.UDP)
        if told.user:
            made.add_role_from_structure(
                Gst.Structure.from_string("viewer, media.factory.access=true, media.factory.construct=true")[
                    0
                ]
            )
        return made

    def keep_scene(_factory, made):
        element = made.get_element().get_child_by_name("scene")
        element.set_property("pattern", scene["pattern"])
        scene["elements"].append(element)

    live = media(LIVE.format(rate=told.rate), True)
    live.connect("media-configure", keep_scene)
    server.get_mount_points().add_factory("/clip", media(CLIP.format(clip=told.clip), False))
    server.get_mount_points().add_factory("/live", live)

    if told.user:
        auth = GstRtspServer.RTSPAuth()
        token = GstRtspServer.RTSPToken()
        token.set_string("media.factory.role", "viewer")
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(told.user, told.password, token)
        server.set_auth(auth)

    def hear(_source, _condition):
        word = sys.stdin.readline().strip()
        if not word:
            loop.quit()
            return False
        word = PATTERNS.get(word, word)
        scene["pattern"] = word
        for element in scene["elements"]:
            element.set_property("pattern", word)
        return True

    GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, hear)
    if not server.attach(None):
        sys.exit(f"port {told.port} is taken")
    print(json.dumps({"port": server.get_bound_port()}), flush=True)
    loop.run()


main()
