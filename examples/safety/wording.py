"""What the accounts of generate.py say: everyday sentences, and texts that the rules look for."""

import hashlib

FIRST_NAMES = (
    "Ada Amir Anke Ayla Bela Bruno Carmen Chiara Dara Deniz Elif Emeka Fatma Finn Goran Hana Ines Ivo Jana Jonas "
    "Kaito Karin Lale Leon Mara Mateo Mina Nadia Nils Olga Omar Petra Priya Rania Rui Sana Sven Tomas Uma Vera Yuki Zoe"
).split()
LAST_NAMES = (
    "Acker Bauer Costa Dahl Eriks Fabre Garcia Hansen Ito Jansen Kaya Lind Moreau Novak Okoye Petrov Quint Rossi "
    "Sato Toth Ueda Vargas Weiss Yilmaz Zeman"
).split()
TOPICS = "garden chess recipes trains knitting astronomy homework films cycling music maps birds pottery".split()
GOOD_LINKS = (
    "example.com", "docs.example.com", "news.example.com", "video.example.net", "wiki.example.org",
    "code.example.org", "maps.example.net",
)  # fmt: skip
EMOJI = ("😀", "🎉", "👍🏽", "❤️", "😂", "🙏", "🌻", "🚲", "👩‍🚀", "🇵🇹", "☕", "🦊")
BIOS = (
    "", "tea and trains", "mostly here for the recipes", "she/her, mathematics, two cats", "Gärtner aus Leidenschaft",
    "aquí por la música", "写真と散歩", "старый шахматист", "my pages: https://example.org/~me",
)  # fmt: skip
CODE = (
    "for row in rows:", "    total += row.price * row.count", "SELECT name, count(*) FROM rooms GROUP BY name;",
    "if (left == null || right == null) return;", "git commit -m 'Fix the drum loop'", "let sum = xs.iter().sum::<u64>();",
    "console.log({ id, name });", "x = [i ** 2 for i in range(10)]", "// the last one wins", "curl -s localhost:8080/health",
    "<div class=\"note\">&amp; more</div>", "def area(r): return 3.14159 * r * r",
)  # fmt: skip

# Sentences by language, English first.
BENIGN = (
    (
        "has anyone tried the new bakery on the corner?", "the train was late again, so I read half a book.",
        "I will bring the chess board on Friday.", "that goal in the last minute, I still cannot believe it!",
        "can someone explain how the second step of the proof works?", "thanks, that fixed it.",
        "my tomatoes finally turn red.", "we could move the meeting to four.", "lol", "good morning all",
        "the film was fine, but the book is better.", "does this build on your machine?", "see you there!",
        "I found the map you were looking for, it was in the other folder.", "what a day.", "sure, why not",
        "if you add a little lemon it will not turn brown.", "who has the notes from Tuesday?",
    ),
    (
        "Guten Morgen zusammen!", "Hat jemand die Folien von gestern?", "Der Kuchen ist leider etwas trocken geworden.",
        "Ich bin gegen sechs da, spätestens um halb sieben.", "Schöne Grüße aus dem Zug.", "Das müsste jetzt gehen.",
    ),
    (
        "Quelqu'un a vu le dernier épisode ?", "On se retrouve devant la gare à huit heures.", "Merci beaucoup !",
        "La recette demande trois œufs, pas deux.", "C'est génial, bravo à toute l'équipe.",
    ),
    (
        "¿Alguien quiere jugar esta noche?", "Mañana hay mercado en la plaza.", "Gracias, ya funciona.",
        "El gato duerme encima del teclado otra vez.", "¡Qué partido!",
    ),
    ("Alguém sabe a que horas começa?", "Obrigado, vou tentar isso.", "A praia estava cheia de gente.", "Até amanhã!"),
    ("Ci vediamo alle otto?", "Ho finito il libro, bellissimo.", "Che bella giornata!", "Va bene, grazie mille."),
    ("Ktoś widział moje notatki?", "Jutro będzie padać.", "Dzięki, działa!", "Zaraz wracam, żółw uciekł."),
    ("Всем доброе утро!", "Кто идёт завтра на каток?", "Спасибо, всё заработало.", "Я думаю, что это хорошая идея."),
    ("Хто має розклад на завтра?", "Дякую, дуже смачно!", "Їжак живе у нашому саду."),
    ("Günaydın arkadaşlar", "Yarın maç var mı?", "Çok teşekkürler, şimdi oldu.", "İstanbul bugün çok güzel."),
    ("صباح الخير جميعا", "هل قرأ أحد الكتاب الجديد؟", "شكرا جزيلا، نجحت الطريقة."),
    ("सुप्रभात दोस्तों", "कल की बैठक कितने बजे है?", "बहुत धन्यवाद, अब ठीक है।"),
    ("おはようございます", "明日の集合は何時ですか？", "写真をありがとう！", "新しいカフェ、とても良かったです。"),
    ("좋은 아침이에요", "내일 몇 시에 만날까요?", "고마워요, 이제 잘 됩니다."),
    ("大家早上好", "明天几点开会？", "谢谢，问题解决了。", "这家店的面条很好吃。"),
    ("God morgon!", "Någon som vill fika vid tre?", "Tack, nu fungerar det.", "Blåbären är mogna nu."),
    ("Καλημέρα σε όλους", "Πότε φεύγει το πλοίο;", "Ευχαριστώ πολύ!"),
    ("Chào buổi sáng mọi người", "Ngày mai trời có mưa không?", "Cảm ơn nhiều nhé!"),
)  # fmt: skip

BAD_FILES = tuple(hashlib.sha256(b"bad file %d" % number).hexdigest() for number in range(8))

# Where a text is sent, and the text. {n} is a small number, {code} and {wallet} are hexadecimal.
ATTACKS = (
    # Payments.
    ("room new", "just use my card 4111 1111 1111 1111 for it"),
    ("room new", "donations to DE02 1203 0000 0000 2020 51 please"),
    ("room new", "support me at https://tip.example/{name}{code}"),
    ("room old", "selling my old accounts, cheap"),
    # Scams with money.
    ("room old", "send {n} coins and I double your coins today"),
    ("room new", "pay to {wallet} and wait"),
    ("room new", "my wallet is {wallet}, thank you"),
    ("room old", "never lose your seed phrase, type it here to check it"),
    ("room old", "daily profits of {n}% with our trading signals"),
    ("room new", "guaranteed returns, ask my broker about crypto investment, payout every week"),
    ("room old", "my mentor taught me forex, I invested and the profit was {n}00%"),
    ("room old", "we recover stolen crypto, no upfront cost"),
    ("room new", "I can get back your lost funds"),
    # Gifts.
    ("room new", "free teasel plus for all https://gifts-{code}.example/go"),
    ("room old", "claim your gift at https://prize-{code}.example"),
    ("room new", "claim your reward https://teasel.example/invite/{code}"),
    ("room old", "you have won! add me on chattergram to get it"),
    ("stranger new", "lucky winner, that is you https://win-{code}.example"),
    ("room new", "giveaway! only {n} left, hurry"),
    ("room new", "need gift cards, message me on pingaroo"),
    # Work.
    ("room new", "earn 300$ a day, no experience needed"),
    ("room old", "make up to 900 per week with this remote job"),
    ("room new", "part-time job for everyone, contact me via whisperly"),
    ("room old", "rate products and get paid"),
    ("stranger new", "the registration fee is small, then the online job is yours"),
    # Links.
    ("room new", "https://a{code}.example https://b{code}.example https://c{code}.example https://d{code}.example"),
    (
        "room old",
        "http://l1.example/a http://l1.example/b http://l1.example/c http://l2.example/a http://l2.example/b http://l2.example/c",
    ),
    ("room new", "look https://shrt.example/{code}"),
    ("room old", "pictures: https://xn--tesel-{code}.example/x"),
    ("room old", "http://192.0.2.{n}/index"),
    ("room old", "https://teasel.example@files-{code}.example/start"),
    ("room old", "here: https://get-{code}.example/viewer.exe"),
    ("room old", "[teasel.example/help](https://files-{code}.example/x)"),
    ("room new", "open http://192.168.0.{n}/admin"),
    ("room old", "https://te%61sel-{code}.example/now"),
    # Phishing.
    ("room old", "new version at https://teasell.example/get"),
    ("room new", "https://teasel-gifts.example/{code}"),
    ("stranger old", "https://te4sel.example/a/{code}"),
    ("room old", "is this you? https://teasle.example/photo/{code}"),
    ("stranger new", "please verify: https://portal-{code}.example/login"),
    ("stranger old", "your account will be suspended, go to https://portal-{code}.example"),
    ("room old", "send me the code that you just got, https://x{code}.example"),
    # Invitations and adverts.
    ("room new", "come in https://teasel.example/join/{code}"),
    ("room old", "join my new server https://invite.example/{code}"),
    ("room old", "check out our group on wazzup"),
    ("room new", "more pics in my bio"),
    ("room new", "hey @all wake up"),
    ("room old", "LOOK AT MY NEW PAGE RIGHT NOW PEOPLE"),
    # Romance and strangers.
    ("stranger new", "hello dear, you look kind"),
    ("stranger old", "I am stuck at the customs, please send 500 today"),
    ("stranger new", "my love, can you lend me some money"),
    ("stranger old", "honey, I am on a ship and think of you"),
    ("stranger old", "this is teasel support, we need to talk"),
    ("stranger new", "text me on whisperly"),
    ("stranger new", "see https://page-{code}.example"),
    # Adults and children.
    ("minor old", "hi, how old are you?"),
    ("minor old", "dont tell your mom about this"),
    ("minor old", "add me on chattergram"),
    ("minor old", "send me a photo"),
    ("minor new", "you are so mature for your age, are you home alone?"),
    ("minor old", "keep it a secret and delete this chat"),
)  # fmt: skip
