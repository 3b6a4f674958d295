"""Table: what people of the sandbox say in their languages, and the words they go by."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PRAISE, QUESTION, COMPLAINT = "praise", "question", "complaint"

REPLIES: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        PRAISE: (
            "Love this!",
            "This made my day, thank you.",
            "Just what I needed.",
            "My friends have to see this.",
            "You always get it right.",
        ),
        QUESTION: (
            "Where can I get it?",
            "Is there one without sugar?",
            "How much does it cost?",
            "Do you deliver to my town?",
            "How long is this on?",
        ),
        COMPLAINT: (
            "Mine arrived broken. What now?",
            "I wrote to you a week ago and nobody answers.",
            "It used to be better.",
            "Too expensive for what it is.",
        ),
    },
    "de": {
        PRAISE: (
            "Richtig gut!",
            "Genau das habe ich gebraucht.",
            "Das hat mir den Tag gerettet.",
            "Zeige ich gleich meinen Freunden.",
        ),
        QUESTION: (
            "Wo kann ich das kaufen?",
            "Gibt es das auch ohne Zucker?",
            "Was kostet das?",
            "Liefert ihr auch zu uns?",
        ),
        COMPLAINT: (
            "Meins kam kaputt an. Was nun?",
            "Ich habe vor einer Woche geschrieben, und niemand antwortet.",
            "Früher war das besser.",
            "Viel zu teuer.",
        ),
    },
    "pt": {
        PRAISE: (
            "Adorei!",
            "Era tudo o que eu precisava.",
            "Salvou o meu dia, obrigado.",
            "Vou mostrar para os meus amigos.",
        ),
        QUESTION: (
            "Onde eu encontro?",
            "Tem sem açúcar?",
            "Quanto custa?",
            "Vocês entregam na minha cidade?",
        ),
        COMPLAINT: (
            "O meu chegou quebrado. E agora?",
            "Escrevi faz uma semana e ninguém responde.",
            "Antes era melhor.",
            "Caro demais.",
        ),
    },
    "es": {
        PRAISE: (
            "¡Me encanta!",
            "Justo lo que necesitaba.",
            "Me alegró el día, gracias.",
            "Se lo enseño a mis amigos.",
        ),
        QUESTION: (
            "¿Dónde lo encuentro?",
            "¿Lo hay sin azúcar?",
            "¿Cuánto cuesta?",
            "¿Entregan en mi ciudad?",
        ),
        COMPLAINT: (
            "El mío llegó roto. ¿Y ahora qué?",
            "Escribí hace una semana y nadie contesta.",
            "Antes era mejor.",
            "Demasiado caro.",
        ),
    },
    "nb": {
        PRAISE: (
            "Så bra!",
            "Akkurat det jeg trengte.",
            "Dette reddet dagen min, takk.",
            "Dette må vennene mine få se.",
        ),
        QUESTION: (
            "Hvor får jeg kjøpt den?",
            "Finnes den uten sukker?",
            "Hva koster den?",
            "Leverer dere hit også?",
        ),
        COMPLAINT: (
            "Min kom ødelagt. Hva nå?",
            "Jeg skrev for en uke siden, og ingen svarer.",
            "Den var bedre før.",
            "Altfor dyrt.",
        ),
    },
    "hi": {
        PRAISE: (
            "बहुत बढ़िया!",
            "मुझे यही चाहिए था।",
            "आज का दिन बन गया, धन्यवाद।",
            "दोस्तों को भी दिखाऊँगा।",
        ),
        QUESTION: (
            "यह कहाँ मिलेगा?",
            "क्या बिना चीनी वाला भी है?",
            "कितने का है?",
            "क्या आप मेरे शहर में भेजते हैं?",
        ),
        COMPLAINT: (
            "मेरा टूटा हुआ आया। अब क्या करूँ?",
            "एक हफ़्ते पहले लिखा था, कोई जवाब नहीं देता।",
            "पहले बेहतर था।",
            "बहुत महँगा है।",
        ),
    },
}

OFTEN: dict[str, frozenset[str]] = {
    # The words by which somebody recognises a language at a glance.
    "en": _set("the and is it you for of to this with your are on what when"),
    "de": _set("der die das und ist es für mit dein eure ihr ein eine nicht wenn"),
    "pt": _set("o os as e é um uma para com seu sua você não no na que dia"),
    "es": _set("el la los las y es un una para con tu su no en que del día"),
    "nb": _set("og er det en et på med din deg ikke når som for til av"),
}

HOT_WORDS = _set(
    "hot heat sun sunny ice cold-brew cool cooling chill chilled refreshing summer beach "
    "heiß hitze sonne eis eiskalt kühl erfrischend sommer strand "
    "quente calor sol gelo gelado gelada fresco refrescante verão praia "
    "caliente hielo helado helada refrescante verano playa "
    "varm varme sol iskald kjølig forfriskende sommer strand "
    "गर्म गर्मी धूप बर्फ ठंडा ठंडी ताज़गी"
)
COLD_WORDS = _set(
    "winter snow snowy frost freezing warm warming warmth cozy cosy fireplace blanket "
    "schnee frost frostig wärme wärmt gemütlich kamin decke "
    "inverno neve frio geada aquece aconchego lareira cobertor "
    "invierno nieve frío calienta acogedor chimenea manta "
    "vinter snø frost kulde varmer kos koselig peis teppe "
    "सर्दी बर्फ़बारी कंबल गरमाहट"
)
