import ArgumentParser
import Configuration
@main struct Command: ParsableCommand { }
