"""Table: what the columns of a table of posts are called, here and elsewhere.

English, German, Spanish and Portuguese, and the words that other programs put above their columns.
A file of three columns without headings (day and hour, words, link) is what Hootsuite's bulk
composer takes: https://kim-iverson-headlee.blogspot.com/2016/08/, read on 28 November 2026; it
writes its days as month/day/year. Vendors change their headings without telling, so they are
matched by what they say and not by who says it.
"""

from difflib import get_close_matches

import regex

TEXT, TITLE, LINK, CHANNELS = "text", "title", "link", "channels"
AT, DAY, CLOCK, ZONE, FOLD = "at", "date", "time", "zone", "fold"
CAMPAIGN, LABELS, TAGS, LANGUAGE = "campaign", "labels", "tags", "language"
MEDIA, ALT, COMMENT, STATE = "media", "alt", "comment", "state"
FOR = "for:"
"""Before the name of an audience: the words for it."""

CALLED: dict[str, tuple[str, ...]] = {
    TEXT: (
        *("text", "post", "post text", "message", "caption", "content", "copy", "body"),
        *("description", "update", "beitrag", "beitragstext", "nachricht", "inhalt", "texto"),
        *("mensaje", "contenido", "publicación", "mensagem", "legenda", "conteúdo", "publicação"),
    ),
    TITLE: ("title", "headline", "titel", "überschrift", "título", "titular"),
    LINK: (
        *("link", "url", "link url", "post link", "website", "web address", "ogmetaurl"),
        *("adresse", "verweis", "enlace", "vínculo", "ligação"),
    ),
    CHANNELS: (
        *("channels", "channel", "to", "profile", "profiles", "account", "accounts", "platform"),
        *("platforms", "network", "networks", "social network", "social profile", "kanal"),
        *("kanäle", "konto", "konten", "profil", "netzwerk", "netzwerke", "canal", "canales"),
        *("cuenta", "cuentas", "perfil", "perfiles", "red", "redes", "canais", "conta", "contas"),
        *("perfis", "rede"),
    ),
    AT: (
        *("at", "date and time", "datetime", "date time", "when", "scheduled at", "schedule date"),
        *("scheduled time", "scheduled date", "schedule time", "posting time", "publish time"),
        *("publish at", "publish date", "postatspecifictime", "scheduledate", "scheduled for"),
        *("zeitpunkt", "termin", "datum und uhrzeit", "fecha y hora", "programado", "data e hora"),
        *("agendado", "agendado para", "programado para"),
    ),
    DAY: ("date", "day", "post date", "datum", "tag", "fecha", "día", "data", "dia"),
    CLOCK: ("time", "hour", "post time", "uhrzeit", "zeit", "hora", "horário"),
    ZONE: ("zone", "time zone", "timezone", "tz", "zeitzone", "zona", "zona horaria", "fuso",
           "fuso horário"),
    FOLD: ("fold",),
    CAMPAIGN: ("campaign", "kampagne", "campaña", "campanha"),
    LABELS: ("labels", "label", "categories", "category", "etiketten", "etikett", "kategorie",
             "kategorien", "etiquetas", "etiqueta", "categoría", "categoria", "rótulos"),
    TAGS: ("tags", "hashtags", "hashtag", "schlagworte", "schlagwörter", "marcadores"),
    LANGUAGE: ("language", "lang", "sprache", "idioma", "língua"),
    MEDIA: (
        *("media", "image", "images", "image url", "image urls", "imageurl", "imageurls"),
        *("media url", "media urls", "mediaurls", "picture", "pictures", "photo", "photos"),
        *("video", "video url", "video urls", "videourls", "file", "files", "bild", "bilder"),
        *("medien", "datei", "dateien", "imagen", "imágenes", "medios", "archivo", "archivos"),
        *("imagem", "imagens", "mídia", "arquivo", "arquivos"),
    ),
    ALT: ("alt", "alt text", "image description", "alternativtext", "bildbeschreibung",
          "texto alternativo", "descripción de imagen", "descrição da imagem"),
    COMMENT: ("comment", "first comment", "kommentar", "erster kommentar", "comentario",
              "primer comentario", "comentário", "primeiro comentário"),
    STATE: ("state", "status", "stand", "zustand", "estado", "situação", "as"),
}  # fmt: skip

_COLUMN = {name: column for column, names in CALLED.items() for name in names}
_BETWEEN = regex.compile(r"[\s_\-/.]+")
_BESIDE = regex.compile(r"\s*[(\[].*$")


def column(heading: str) -> str:
    """What a heading stands for; empty for one that we do not know."""
    said = heading.strip()
    if said.lower().startswith(FOR):
        return FOR + said[len(FOR) :].strip()
    plain = _BETWEEN.sub(" ", _BESIDE.sub("", said)).strip().casefold()
    return _COLUMN.get(plain, "")


def nearest(heading: str) -> str:
    """The known heading that looks most like this one, if any does."""
    near = get_close_matches(heading.strip().casefold(), _COLUMN, n=1)
    return near[0] if near else ""
