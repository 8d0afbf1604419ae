"""The probes: each looks at the running system from outside the code path that it judges."""

from collections.abc import Mapping

from hylla.privacy.notice import ProbeKind
from hylla.privacy.verify import Probe
from hylla.site.probes import behaviour, file, network, reader, schema, sql, text

BY_KIND: Mapping[ProbeKind, tuple[Probe, ...]] = {
    ProbeKind.SCHEMA: schema.PROBES,
    ProbeKind.SQL: sql.PROBES,
    ProbeKind.BEHAVIOUR: behaviour.PROBES,
    ProbeKind.READER: reader.PROBES,
    ProbeKind.FILE: file.PROBES,
    ProbeKind.NETWORK: network.PROBES,
    ProbeKind.TEXT: text.PROBES,
}

PROBES: Mapping[str, Probe] = {
    probe.__name__: probe for probes in BY_KIND.values() for probe in probes
}
"""Each probe under the name by which sentences of the notice cite it."""
