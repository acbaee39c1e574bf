"""The commands of `kg`, a module each.

What a command needs is imported when it runs, so that none waits for what another needs.
"""
