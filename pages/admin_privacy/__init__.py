"""What people with an account may know of, inside the admin.

Wagtail asks who may change a page; once inside the admin, everybody may know of every draft. Here
a person knows of a page when the public does, when they may edit, publish or lock it, when they
wrote it, when they are asked to review it, or when they have a right below it. Of every other page
they learn nothing: neither its title nor its address nor that it exists. Of a public page that
they may not edit they learn what the public sees, and not what its draft says.

`policy` decides, `viewer` says who is looking. Wagtail's lists ask the policy by themselves;
`door` answers addresses that name a page, `titles` writes what stands for it. The other modules
close what Wagtail offers no rule for, each beside the view it replaces. `tests/embargo` asks every
address of the site.
"""
