At the start of 2024, the company opened a factory in Utrecht.
The law takes effect in the middle of 2025.
The research is at the end of March ready.
At the end of March, the lawsuit starts.
Since the start of this year, the prices with 3 percent rises.
The price rose with more than 5 percent to 12 euro.
Nearly 40 percent of the young people are not watching television anymore.
It concerns about 200 jobs.
By January 1, the tax goes up.
From 1 July 2026, the banned.
The company scraps about 1,500 jobs.
The damage runs into millions.
At least twelve people are injured.
The damage is at least 3 million.
About a third of the members voted.
Two third of the members voted for.
Half of schools has a shortage to teachers.
The number of reports is doubled up to 20,000.
The company appeals against the ruling.
The minister won't go on appeal.
The judge suggested the company in the right.
The suspect is released.
Research from the university shows that the app data leaks.
According to police, there are no crime indications.
The House of Representatives agreed Tuesday with the bill.
The cabinet sets aside 200 million for better roads.
The bank must pay 15 million fine.
The company got a fine of 15 million euro.
There are no people injured so far.
The measure applies retroactively from January 1.
The outage was fixed around 15:00.
The director resigns immediately.
The man was arrested on suspicion of fraud.
The Public Prosecution Service demands four years in prison against the suspect.
The court convicted him up to two years in prison, whose half a year was suspended.
It is still unclear when the service is available.
The municipality decided to withdraw the permit.
The company denies the accusations.
The stock exchange in Amsterdam closed Thursday 0.8 percent.
The share lost 4 percent.
The coming weeks is being researched to the cause.
Customers can return their money back until the end of December.
The number of residents increased from 12,000 to 15,000.
In the first half of 2025, the fell profit with a quarter.
The negotiations are not ended.
The workers put down the work on Monday.
The costs are higher than expected.
The new rules take effect next year.
This is the total number of victims on 23.
The police has no one arrested yet.
