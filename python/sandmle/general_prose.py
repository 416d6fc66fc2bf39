"""The prose of a task whose spec brings none along: a workshop that hands its work over in notes."""

from __future__ import annotations

GENERAL_PROSE = {
    "note": "a note at the end of the shift",
    "person": "I",
    "people": ["the foreman", "the apprentice", "the storekeeper", "the second shift"],
    "places": ["in Hall 2", "in the back yard", "at Bench 7", "at the loading bay"],
    "ref": "W-",
    "hours": [6, 20],
    "changing": True,
    "subjects": [
        {"name": "the handover", "many": False, "verbs": ["seemed"], "good": ["smooth", "prompt", "clear"], "bad": ["hasty", "late", "muddled"], "asides": ["It took {few} minutes.", "I had it with {who}."]},
        {"name": "the label", "many": False, "verbs": ["looked"], "good": ["legible", "clean", "straight"], "bad": ["smudged", "crooked", "faded"], "asides": ["I read it out to {who}.", "It is on the long side."]},
        {"name": "the tools", "many": True, "verbs": ["felt", "seemed"], "good": ["sharp", "clean", "tidy"], "bad": ["blunt", "dirty", "worn"], "asides": ["I counted {lot} of them.", "They are back on the wall."]},
        {"name": "the storage room", "many": False, "verbs": ["looked"], "good": ["dry", "tidy", "bright"], "bad": ["damp", "cluttered", "dusty"], "asides": ["I locked it at {time}.", "The key is with {who}."]},
        {"name": "the delivery", "many": False, "verbs": ["seemed"], "good": ["punctual", "complete", "careful"], "bad": ["late", "careless", "muddled"], "asides": ["It came at {time}.", "I signed for it."]},
        {"name": "the conveyor", "many": False, "verbs": ["sounded"], "good": ["quiet", "smooth", "steady"], "bad": ["noisy", "jerky", "slack"], "asides": ["It ran until {time}.", "I stood next to it for {few} minutes."]},
        {"name": "the air", "many": False, "verbs": ["felt"], "good": ["fresh", "cool", "clear"], "bad": ["stale", "dusty", "stuffy"], "asides": ["The gate was up for {few} hours.", "I took a reading at {time}."]},
    ],
    "openings": [
        "I took over from {who} at {time}",
        "Here is what we had {place} until {time}",
        "{few} hours {place} with {who}",
        "A note for {who} on what I saw {place} at {time}",
    ],
    "lines": [
        "{lot} pieces went out before the break",
        "The truck left {few} minutes later than usual",
        "The shelf {place} holds {lot} boxes",
    ],
    "closings": ["Ask {who} after {time}", "The keys are with {who} until {time}"],
    "acts": ["sorted the screws", "swept the floor", "filled in the sheet", "moved the ladder", "changed a bulb", "stacked the crates", "fetched the drawings", "counted the boxes"],
    "plans": ["count the stock", "grease the gate", "order new gloves", "move the bench"],
    "tails": ["at {time}", "this time", "as far as I could see", ", and I told {who}"],
    "sides": [
        {"name": "the locker", "many": False, "verbs": ["looked"], "words": ["roomy", "narrow", "new", "old"]},
        {"name": "the ladder", "many": False, "verbs": ["felt"], "words": ["light", "heavy", "long", "short"]},
        {"name": "the gloves", "many": True, "verbs": ["felt"], "words": ["thick", "thin", "new", "stiff"]},
        {"name": "the forklift", "many": False, "verbs": ["seemed"], "words": ["slow", "quick", "loud", "quiet"]},
        {"name": "the drawing", "many": False, "verbs": ["seemed"], "words": ["large", "small", "detailed", "old"]},
    ],
    "favours": 1,
    "words": 45,
}
# What every day has: texts of plans whose world names nothing of its own talk of it.
COMMON_SIDES = [
    {"name": "the form", "many": False, "verbs": ["seemed"], "words": ["short", "clear", "long", "confusing"]},
    {"name": "the biro", "many": False, "verbs": ["felt"], "words": ["smooth", "new", "dry", "faint"]},
    {"name": "the desk", "many": False, "verbs": ["looked"], "words": ["tidy", "full", "empty", "dusty"]},
]


def scenery_of(setting: dict, keys: tuple[str, ...]) -> dict:
    """What the texts of a task take from its prose, and the columns that say the same as they could."""
    prose = setting.get("prose") or GENERAL_PROSE
    kept = {key: prose[key] for key in keys}
    if "acts" not in prose:
        return kept
    main = [column for column in setting.get("columns", []) if column["table"] == "main"]
    names = {column["name"] for column in main}
    told = {kind: prose[kind] for kind in ("site", "hour") if prose.get(kind) in names}
    dates = {"date": column["name"] for column in main if column["kind"] == "date"}
    doings = {key: prose[key] for key in ("acts", "plans", "roles", "tied") if key in prose}
    return kept | doings | {"columns": told | dates}
