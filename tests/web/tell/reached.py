"""The systems that reach people, simulated over HTTP and SMTP, and a node set to use them."""

import re
from dataclasses import dataclass, replace

from werkzeug import Response

from handover.demo.simulators.krr import ContactStore, Registered, contact_register
from handover.demo.simulators.mail import MailServer, MailStore
from handover.demo.simulators.sms import TextStore, message_gateway
from handover.demo.simulators.trouble import Trouble, allowed
from handover.kit.process import AdapterSpec
from handover.kit.registry import adapter_hash, locate
from handover.store.audit import Event
from handover.store.tables import Dispatch, Task
from handover.tell.config import MailSettings, NoticeSettings
from handover.tell.plan import plan_due
from handover.tell.send import send_due
from handover.web.app import create_app

TOKEN = "nokkel-til-systemene"


@dataclass
class Reached:
    """The world with everything around it, and what has gone out."""

    world: object
    register: ContactStore
    texts: TextStore
    mail: MailStore
    server: MailServer
    register_trouble: Trouble
    text_trouble: Trouble

    @classmethod
    def make(cls, world, httpserver):
        register, texts, mail = ContactStore(), TextStore(), MailStore()
        server = MailServer(mail)
        server.start()
        made = cls(world, register, texts, mail, server, Trouble(), Trouble())
        clock = world.node.clock
        apps = (contact_register(register, lets_in=lambda header: allowed(header, TOKEN),
                                 now=clock.now, trouble=made.register_trouble),
                message_gateway(texts, token=TOKEN, now=clock.now, trouble=made.text_trouble))
        httpserver.expect_request("/rest/v2/personer").respond_with_handler(_served(apps[0]))
        httpserver.expect_request(re.compile("/overgang/.*")).respond_with_handler(
            _served(apps[1]))
        origin = f"http://127.0.0.1:{httpserver.port}"
        house = world.node.house
        world.node.house = replace(
            house,
            settings=replace(
                house.settings, notices=NoticeSettings(hours="07.30 15.30", sender="Nordvik"),
                mail=MailSettings("127.0.0.1", server.port, "ikke-svar@nordvik.example", "none")),
            contacts={"krr": _spec("contacts", "krr", origin)},
            messages={"sms": _spec("messages", "sms", origin)})
        world.node.app = create_app(world.node.house)
        return made

    @property
    def house(self):
        return self.world.node.house

    def knows(self, person_id, **more):
        """The register has this person."""
        made = Registered(self.world.node.numbers[person_id], **more)
        self.register.add(made)
        return made

    def happened(self):
        """What the builders put in leaves no event as a use case does: this is it."""
        with self.house.work() as work:
            work.audit(Event("prove:hendt", "prove", pupil_id=self.world.pupil.id))
            work.commit()

    def round(self):
        """The worker plans what is due and sends it; how many were planned and settled."""
        self.happened()
        return plan_due(self.house), send_due(self.house)

    def next_batch(self):
        """Past the next set hour."""
        self.world.node.pass_time(hours=24)
        return self.round()

    def dispatches(self):
        return self.world.node.rows(Dispatch)

    def tasks(self):
        return [one for one in self.world.node.rows(Task) if one.kind == "na_pa_annen_mate"]


def _spec(kind, name, origin):
    return AdapterSpec(name, kind, "1.0", adapter_hash(locate(kind, name)), {"token": TOKEN},
                       origin)


def _served(app):
    client = app.test_client()

    def answer(request):
        got = client.open(request.full_path, method=request.method,
                          headers=list(request.headers), data=request.get_data())
        return Response(got.data, got.status_code, list(got.headers))

    return answer
