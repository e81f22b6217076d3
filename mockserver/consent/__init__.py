"""The pages on which a person signs in: choosing an account, allowing or denying, errors, and the way back.

What a page shows and what it posts stands in `view.py`, its HTML in `page.py` and `templates/`, scopes in human words
in `words.py`. Whether a page is needed, and what follows from the answer, is the providers' business. Nothing is
imported here: templates are paid for by who asks for a page.
"""
