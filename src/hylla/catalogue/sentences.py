"""What the catalogue's no says to a person."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.catalogue.rules.codes import Code

SENTENCES: Mapping[str, str | Promise] = {
    Code.TITLE_MISSING: _("A record needs a title."),
    Code.RECORD_NUMBER_TAKEN: _("There is a record with this number already."),
    Code.RECORD_UNKNOWN: _("This title is not in the catalogue."),
    Code.BARCODE_UNFIT: _("A barcode has up to 30 letters and digits, without spaces."),
    Code.BARCODE_TAKEN: _("Another copy has this barcode."),
    Code.BARCODE_UNKNOWN: _("No copy has this barcode."),
    Code.ITEM_TYPE_UNFIT: _("A kind of item needs a name, and a code of small letters."),
    Code.ITEM_TYPE_TAKEN: _("There is a kind of item with this code already."),
    Code.ITEM_TYPE_UNKNOWN: _("This kind of item is not known here."),
    Code.COLLECTION_UNFIT: _("A collection needs a name, and a code of small letters."),
    Code.COLLECTION_TAKEN: _("There is a collection with this code already."),
    Code.COLLECTION_UNKNOWN: _("This collection is not known here."),
    Code.BRANCH_UNKNOWN: _("This branch does not exist."),
}
