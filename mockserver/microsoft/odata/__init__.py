"""OData's query options as Graph reads them on its calendar side: text in, typed values out, and nothing of HTTP.

https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html section 5
"""
