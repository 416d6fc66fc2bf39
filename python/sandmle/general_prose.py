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
    "openings": ["This is about {ref} {place}", "I took over from {who} at {time}", "Here is what we had on {day}"],
    "lines": [
        "We worked on {ref} for {few} hours",
        "{lot} pieces went out before the break",
        "{who} came by with the new plan",
        "A copy of the sheet is {place}",
        "The truck left {few} minutes later than usual",
        "I have put {ref} back on the shelf",
        "The next round is due on {day}",
    ],
    "closings": ["More on {day}", "Ask {who} for the rest", "The keys are {place}"],
    "tails": ["at {time}", "on {day}", "this time", "as far as I could see", ", and I told {who}"],
    "favours": 1,
    "words": 45,
}
