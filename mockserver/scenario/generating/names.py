"""Names of people who do not exist, from many places, and what they meet about."""

FIRST = (
    "Aarav", "Ada", "Adaeze", "Ahmed", "Aiko", "Alejandro", "Amara", "Amina", "Ana", "Anders", "Andrei", "Anjali",
    "Arjun", "Astrid", "Ayla", "Beatriz", "Bence", "Camille", "Carlos", "Chen", "Chiara", "Chloe", "Daan", "Dalia",
    "Daniel", "Diego", "Dmitri", "Elena", "Elif", "Emeka", "Emma", "Erik", "Esther", "Fatima", "Felix", "Freya",
    "Gabriela", "George", "Grace", "Hana", "Hannah", "Hiroshi", "Ibrahim", "Ines", "Isaac", "Ivan", "Jamal", "Jonas",
    "Julia", "Kaito", "Kavya", "Kenji", "Kofi", "Lars", "Layla", "Leila", "Lina", "Lucas", "Maja", "Malik", "Mariana",
    "Mateo", "Mei", "Minh", "Mira", "Nadia", "Naveen", "Ngozi", "Nia", "Noah", "Nora", "Olga", "Oliver", "Omar",
    "Oscar", "Paulo", "Petra", "Priya", "Quentin", "Rafael", "Rania", "Ravi", "Renata", "Rosa", "Ruth", "Samir",
    "Sana", "Sara", "Sean", "Sofia", "Stefan", "Suresh", "Tamar", "Tariq", "Tessa", "Thandi", "Thomas", "Tomoko",
    "Uma", "Valentina", "Victor", "Wei", "Xavier", "Yara", "Yusuf", "Zanele", "Zoe", "Zuzana",
)  # fmt: skip
LAST = (
    "Abebe", "Adeyemi", "Ahmad", "Almeida", "Andersson", "Bauer", "Bianchi", "Brown", "Castro", "Chanda", "Chen",
    "Cohen", "Costa", "Dang", "Das", "Dimitrov", "Dubois", "Eriksen", "Evans", "Farah", "Fernandez", "Fischer",
    "Fraser", "Garcia", "Gupta", "Haddad", "Hansen", "Hassan", "Hernandez", "Hill", "Horvath", "Huang", "Ibrahim",
    "Ito", "Ivanova", "Jansen", "Jones", "Kaya", "Khan", "Kim", "Klein", "Kovacs", "Kowalski", "Kumar", "Larsen", "Lee",
    "Levy", "Lim", "Lopez", "Ma", "Martin", "Mbeki", "Mehta", "Mendes", "Meyer", "Moreau", "Morris", "Mutua", "Nagy",
    "Nakamura", "Nguyen", "Novak", "Nwosu", "Okafor", "Oliveira", "Osei", "Park", "Patel", "Pereira", "Petrov",
    "Popescu", "Quinn", "Rahman", "Ramos", "Rao", "Reyes", "Rivera", "Rossi", "Sato", "Schmidt", "Shah", "Silva",
    "Singh", "Smith", "Sokolov", "Suzuki", "Takahashi", "Tanaka", "Tran", "Vargas", "Virtanen", "Wagner", "Walker",
    "Wang", "Weber", "Wilson", "Wu", "Yamamoto", "Yilmaz", "Zhang",
)  # fmt: skip
TEAMS = (
    "Payments", "Platform", "Growth", "Support", "Design", "Research", "Sales", "Finance", "Security", "Mobile", "Data",
    "Legal", "People", "Infrastructure", "Partnerships", "Marketing", "Search", "Billing", "Quality", "Operations",
)  # fmt: skip
MEETINGS = (
    "Roadmap review", "Budget check", "Design critique", "Incident review", "Interview debrief", "Launch planning",
    "Customer feedback", "Contract questions", "Architecture review", "Hiring plan", "Release readiness", "Demo",
    "Pricing discussion", "Onboarding questions", "Metrics deep dive", "Workshop preparation", "Risk review", "Ideas",
)  # fmt: skip
CALLS = (
    "Call with Northwind", "Call with Fabrikam", "Contoso kick-off", "Intro to Litware", "Renewal with Adatum",
    "Tailspin follow-up", "Support call with Woodgrove",
)  # fmt: skip
OUTSIDE = ("northwind.example", "fabrikam.example", "contoso.example", "litware.example", "adatum.example")
ALONE = (
    "Focus time", "Write the proposal", "Expense report", "Read the draft", "Prepare the demo", "Answer mail", "Lunch",
    "Code review", "Plan next week", "Training course",
)  # fmt: skip
PRIVATE = ("Dentist", "School run", "Gym", "Doctor", "Parents' evening", "Bank appointment", "Physiotherapy")
HABITS = ("Gym", "Deep work", "Office hours", "Language class", "Weekly report", "Reading hour", "Walk and talk")
WHOLE_DAYS = ("Holiday", "Working from home", "Conference", "Off-site", "Public holiday", "Moving house", "On call")
PLACES = ("", "", "", "https://meet.company.example/", "Kitchen", "Café Blau", "Second floor")
